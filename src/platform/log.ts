import pino from "pino";
import { faultOf } from "./fault";
import { roleOf } from "./processes/role";

/**
 * Lines of JSON on standard output, in our own words. Of an error only what `faultOf` lets through is
 * written, and whatever could hold a secret or personal data is masked.
 */
declare global {
  var __memberSystemLog: pino.Logger | undefined;
}

const maskedNames = ["password", "secret", "token", "authorization", "cookie", "email", "phone"];

/** @param destination where lines go instead of standard output */
export function openLog(destination?: pino.DestinationStream): pino.Logger {
  const options: pino.LoggerOptions = {
    level: process.env.LOG_LEVEL ?? "info",
    // Which of the server's processes it is, where there are several.
    base: roleOf() === undefined ? undefined : { process: roleOf() },
    redact: { paths: maskedNames.flatMap((name) => [name, `*.${name}`]), censor: "***" },
    serializers: { err: faultOf },
    hooks: {
      // Without a sentence of ours pino would take the error's own.
      logMethod([first, ...rest], write) {
        const isError = typeof first === "object" && first !== null;
        if (isError && rest.length === 0) write.apply(this, [first, "failure"]);
        else write.apply(this, [first, ...rest]);
      },
    },
  };
  return destination ? pino(options, destination) : pino(options);
}

export function log(): pino.Logger {
  globalThis.__memberSystemLog ??= openLog();
  return globalThis.__memberSystemLog;
}
