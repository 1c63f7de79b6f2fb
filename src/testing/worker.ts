import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { afterAll, beforeAll } from "vitest";

/** The worker as it runs in production: a process of its own, which can be killed. */

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

export interface WorkerProcess {
  start(): Promise<void>;
  /** At once, whatever it is doing. */
  kill(): Promise<void>;
  /** As a process manager does; the exit code. */
  stop(): Promise<number | null>;
}

/** Bundled once for the tests of a file; the database comes first, by useDatabase. */
export function useWorker(): WorkerProcess {
  let folder = "";
  let child: ChildProcess | undefined;
  beforeAll(async () => {
    // Below node_modules, so that the packages are found.
    folder = mkdtempSync(join(ROOT, "node_modules", ".worker-"));
    await build({
      absWorkingDir: ROOT,
      entryPoints: ["src/worker.ts"],
      outfile: join(folder, "worker.mjs"),
      bundle: true,
      platform: "node",
      format: "esm",
      packages: "external",
      tsconfig: join(ROOT, "tsconfig.json"),
      logLevel: "silent",
    });
  });
  afterAll(async () => {
    await end("SIGKILL");
    rmSync(folder, { recursive: true, force: true });
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
      const started = spawn(process.execPath, [join(folder, "worker.mjs")], {
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
