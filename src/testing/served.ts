import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll } from "vitest";
import { REST_PREFIX } from "../trpc/doors";
import { ask } from "./asking";
import { bundledInto, ROOT } from "./bundle";

/** A server with all of its processes, as built; the one with the pages has a stub for Next. */

export interface Served {
  port: number;
  /** The primary. */
  pid: number;
  exited: Promise<number | null>;
  /** Those of its processes that run, by name. */
  processes(): Record<string, number>;
  /** The system's temporary folder, as it is told. */
  temporary: string;
  output(): string;
}

const PROGRAMS = {
  server: "src/server.ts",
  primary: "src/primary.ts",
  api: "src/api.ts",
  pages: "src/testing/page-process.ts",
  worker: "src/worker.ts",
};
const API = 2;

export const READY = `${REST_PREFIX}/health/ready`;

/** @returns how to start one; all are killed at the end of the file, whose database comes first */
export function useServed(): (settings?: Record<string, string>) => Promise<Served> {
  let folder = "";
  const started: ChildProcess[] = [];
  const temporaries: string[] = [];

  beforeAll(async () => {
    // Below node_modules, so that the packages are found.
    folder = mkdtempSync(join(ROOT, "node_modules", ".served-"));
    mkdirSync(join(folder, ".next/static"), { recursive: true });
    writeFileSync(join(folder, ".next/BUILD_ID"), "stub");
    await bundledInto(folder, PROGRAMS);
  });
  afterAll(() => {
    for (const child of started) if (child.exitCode === null) child.kill("SIGKILL");
    for (const path of [folder, ...temporaries]) rmSync(path, { recursive: true, force: true });
  });

  return async (settings = {}) => {
    const port = Number(settings.PORT ?? (await freePort()));
    // Short, because the path of a socket must be.
    const temporary = mkdtempSync(join(tmpdir(), "served-"));
    temporaries.push(temporary);
    const child = spawn(process.execPath, [join(folder, "server.mjs")], {
      cwd: folder,
      env: {
        ...process.env,
        JOBS: "off",
        API_PROCESSES: String(API),
        LOG_LEVEL: "warn",
        ...settings,
        TMPDIR: temporary,
        PORT: String(port),
      },
      stdio: ["ignore", "pipe", "inherit"],
    });
    started.push(child);
    let output = "";
    child.stdout.on("data", (piece: Buffer) => {
      output += piece.toString();
    });
    const exited = new Promise<number | null>((resolve) => child.once("exit", resolve));
    const pid = child.pid ?? 0;
    return {
      port,
      pid,
      exited,
      temporary,
      processes: () => processesOf(pid),
      output: () => output,
    };
  };
}

const PATIENCE_MS = 90_000;

/** Waits until it serves, with all of its processes. */
export async function complete(
  { port, processes, output }: Served,
  names = ["api-1", "api-2", "pages"],
): Promise<void> {
  const until = Date.now() + PATIENCE_MS;
  for (;;) {
    const text = await ask(port, "/metrics")
      .then((got) => got.text)
      .catch(() => "");
    const running = Object.keys(processes()).sort().join();
    // Whoever is up tells its figures.
    const isTold = names.every((name) => text.includes(`process_open_fds{process="${name}"}`));
    if (isTold && running === names.join()) return;
    if (Date.now() > until) throw new Error(`of the server run ${running}; it said ${output()}`);
    await sleep(100);
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer();
    server.listen(0, () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

function processesOf(parent: number): Record<string, number> {
  const lines = execFileSync("ps", ["-axo", "pid=,ppid=,stat=,args="], { encoding: "utf8" }).split(
    "\n",
  );
  const found = lines.flatMap((line) => {
    const [pid, ppid, stat = "", ...args] = line.trim().split(/\s+/);
    const name = args.find((arg) => /^(api-\d+|pages|jobs)$/.test(arg));
    const runs = Number(ppid) === parent && name !== undefined && !stat.startsWith("Z");
    return runs ? [[name, Number(pid)] as const] : [];
  });
  return Object.fromEntries(found);
}
