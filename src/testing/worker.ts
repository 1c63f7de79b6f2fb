import { type ChildProcess, spawn } from "node:child_process";
import { afterAll, beforeAll } from "vitest";
import { bundled, ROOT } from "./bundle";

/** The worker as it runs in production: a process of its own, which can be killed. */

export interface WorkerProcess {
  start(): Promise<void>;
  /** At once, whatever it is doing. */
  kill(): Promise<void>;
  /** As a process manager does; the exit code. */
  stop(): Promise<number | null>;
}

/** Bundled once for the tests of a file; the database comes first, by useDatabase. */
export function useWorker(): WorkerProcess {
  let program: { file: string; remove(): void } | undefined;
  let child: ChildProcess | undefined;
  beforeAll(async () => {
    program = await bundled("src/worker.ts");
  });
  afterAll(async () => {
    await end("SIGKILL");
    program?.remove();
  });

  function end(signal: NodeJS.Signals): Promise<number | null> {
    const process = child;
    child = undefined;
    if (!process || process.exitCode !== null) return Promise.resolve(process?.exitCode ?? null);
    return new Promise((resolve) => {
      process.once("exit", (code) => resolve(code));
      process.kill(signal);
    });
  }

  return {
    async start() {
      const started = spawn(process.execPath, [program?.file ?? ""], {
        cwd: ROOT,
        env: { ...process.env, LOG_LEVEL: "info" },
        stdio: ["ignore", "pipe", "inherit"],
      });
      child = started;
      // It says so when it works; a worker that cannot start ends instead.
      await new Promise<void>((resolve, reject) => {
        started.stdout.on("data", (line: Buffer) => {
          if (line.toString().includes("working")) resolve();
        });
        started.once("exit", (code) => reject(new Error(`the worker ended with ${code}`)));
      });
    },
    async kill() {
      await end("SIGKILL");
    },
    stop: () => end("SIGTERM"),
  };
}
