import { log } from "./log";

const LEVEL = {
  error: "error",
  warn: "warn",
  log: "info",
  info: "info",
  debug: "debug",
  trace: "debug",
} as const;

/**
 * Libraries print errors as they are: Next a page's with its causes, Node one that nobody handled, and
 * with them the statement's values. From here on what they print is a line of the log, with the kind
 * and the number of an error; their words only at level debug.
 */
export function printInOwnWords(): void {
  for (const [method, level] of Object.entries(LEVEL) as [keyof typeof LEVEL, string][]) {
    console[method] = (...args: unknown[]) => {
      const err = args.find((one) => one instanceof Error);
      log()[level as "error"]({ ...(err ? { err } : {}) }, "a library printed");
      const words = args.filter((one) => typeof one === "string");
      log().debug({ words }, "what a library printed");
    };
  }
}

/** The same for what ends the process. */
export function speakInOwnWords(): void {
  printInOwnWords();
  process.on("uncaughtException", (err) => {
    log().fatal({ err }, "ended by an error that nobody handled");
    process.exit(1);
  });
}
