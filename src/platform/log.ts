import pino from "pino";

/** Lines of JSON on standard output. Whatever could hold a secret or personal data is masked. */
declare global {
  var __memberSystemLog: pino.Logger | undefined;
}

const masked = ["password", "secret", "token", "authorization", "cookie", "email", "phone"];

export function log(): pino.Logger {
  globalThis.__memberSystemLog ??= pino({
    level: process.env.LOG_LEVEL ?? "info",
    base: undefined,
    redact: { paths: masked.flatMap((name) => [name, `*.${name}`]), censor: "***" },
    serializers: {
      // The driver's messages repeat the statement with its values: only what names the fault is kept.
      err: (error: unknown) => {
        const { name, code, errno, message, stack } = error as Error & {
          code?: string;
          errno?: number;
        };
        const text = errno === undefined ? message : `database error ${errno}`;
        return { name, code, errno, message: text, at: stack?.split("\n").slice(1, 6) };
      },
    },
  });
  return globalThis.__memberSystemLog;
}
