import { type ChildProcess, spawn } from "node:child_process";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { findDatabaseProgram } from "./database-program.mjs";
import { freePort } from "./ports.mjs";
import { endOf, processesWithArgument, stopProcess } from "./processes.mjs";
import { ROOT } from "./workspace.mjs";

/**
 * `npm start` itself, with a real database, in a checkout where building takes no time: its server
 * answers with its pid and whether it reaches the database, its worker and its tool do next to
 * nothing.
 */

const BUILD = `
export const prepare = async () => "ready";
export const ensureBuild = prepare;
export const ensurePrograms = prepare;
`;
const ASKS = `
import { createConnection } from "mariadb";
const url = new URL(process.env.DATABASE_URL);
const options = { host: url.hostname, port: Number(url.port), user: url.username,
  password: decodeURIComponent(url.password), database: url.pathname.slice(1), connectTimeout: 1000,
  allowPublicKeyRetrieval: true };
async function ask() {
  const connection = await createConnection(options);
  const [{ n }] = await connection.query("SELECT COUNT(*) AS n FROM kept");
  await connection.end();
  return Number(n);
}
`;
const SERVER = `${ASKS}
import { createServer } from "node:http";
createServer(async (request, response) => {
  const rows = await ask().catch(() => null);
  response.end(JSON.stringify({ pid: process.pid, rows, port: Number(url.port) }));
}).listen(Number(process.env.PORT));
process.on("SIGTERM", () => process.exit(0));
`;
const WORKER = `
setInterval(() => {}, 1000);
process.on("SIGTERM", () => process.exit(0));
`;

interface Answer {
  pid: number;
  rows: number | null;
  port: number;
}

let folder: string;
let port: number;
let started: ChildProcess[];
let output: string;

function checkout(): void {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "checkout-")));
  cpSync(join(ROOT, "scripts"), join(folder, "scripts"), { recursive: true });
  // What the scripts share with the programs.
  for (const name of ["database-address.mjs", "database-version.mjs", "supervise.mjs"]) {
    cpSync(join(ROOT, "src/platform", name), join(folder, "src/platform", name));
  }
  symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"));
  mkdirSync(join(folder, "dist"));
  const migration = join(folder, "prisma/migrations/1_kept");
  mkdirSync(migration, { recursive: true });
  const files = {
    "package.json": '{ "type": "module" }',
    "scripts/build.mjs": BUILD,
    "dist/server.mjs": SERVER,
    "dist/worker.mjs": WORKER,
    "dist/seed.mjs": "",
    "dist/verify.mjs": `${ASKS} console.log("rows", await ask());`,
    "prisma/migrations/1_kept/migration.sql": "CREATE TABLE kept AS SELECT 1 AS n;",
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
}

function run(script: string, ...args: string[]): ChildProcess {
  const { DATABASE_URL, TEST_DATABASE_URL, JOBS, SEED, MEMBER_SYSTEM_ENV, ...given } = process.env;
  const child = spawn(process.execPath, [join(folder, "scripts", script), ...args], {
    cwd: folder,
    env: { ...given, NODE_ENV: "production", PORT: String(port) },
    stdio: ["ignore", "pipe", "pipe"],
  });
  started.push(child);
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on("data", (chunk: Buffer) => {
      output += chunk.toString();
    });
  }
  return child;
}

/** `npm start`, once it says that it runs. */
async function start(): Promise<ChildProcess> {
  output = "";
  const child = run("start.mjs");
  await expect.poll(() => output, { timeout: 60_000 }).toMatch(/Ctrl-C stops it|failed|Error/);
  expect(output).toContain(`runs at http://localhost:${port}`);
  return child;
}

async function answer(): Promise<Answer> {
  const response = await fetch(`http://127.0.0.1:${port}/`);
  return (await response.json()) as Answer;
}

const ifAny = () => answer().catch(() => null);
const workerPid = () => processesWithArgument(join(folder, "dist/worker.mjs"))[0] ?? 0;
const argument = () => `--datadir=${join(folder, ".data/db/data")}`;
const databasePid = () => processesWithArgument(argument())[0] ?? 0;
const mark = () => `--started-by=${join(folder, ".data/start.lock")}`;
const own = () => [...processesWithArgument(mark()), ...processesWithArgument(argument())];

beforeEach(async () => {
  started = [];
  output = "";
  port = await freePort();
  checkout();
});

afterEach(async () => {
  for (const { pid } of started) if (pid) await stopProcess(pid);
  for (const pid of own()) await stopProcess(pid);
  rmSync(folder, { recursive: true, force: true });
});

describe.skipIf(!findDatabaseProgram())("npm start", { timeout: 120_000 }, () => {
  it("starts each part again that is killed, the others going on, and stops all of them", async () => {
    const parent = await start();
    const first = await answer();
    expect(first.rows).toBe(1);

    const worker = workerPid();
    process.kill(worker, "SIGKILL");
    while ([worker, 0].includes(workerPid())) expect((await answer()).pid).toBe(first.pid);
    expect(output).toContain("The worker has ended unexpectedly (SIGKILL)");

    process.kill(first.pid, "SIGKILL");
    await expect.poll(ifAny, { timeout: 20_000 }).toMatchObject({ rows: 1 });
    const second = await answer();
    expect(second.pid).not.toBe(first.pid);

    process.kill(databasePid(), "SIGKILL");
    await expect.poll(ifAny, { timeout: 5_000 }).toMatchObject({ rows: null });
    await expect.poll(ifAny, { timeout: 30_000 }).toMatchObject({ rows: 1 });
    // On the port that it had, for a server that has not noticed.
    expect(await answer()).toMatchObject({ pid: second.pid, port: first.port });
    expect(own()).toHaveLength(3);

    process.kill(workerPid(), "SIGKILL");
    const ended = endOf(parent);
    parent.kill("SIGTERM");
    expect(await ended).toBe("code 0");
    expect(own()).toEqual([]);
  });

  it("killed itself, leaves nothing that a tool disturbs or the next start cannot deal with", async () => {
    const parent = await start();
    const ended = endOf(parent);
    parent.kill("SIGKILL");
    await ended;
    const left = own();
    expect(left).toHaveLength(3);
    expect(await answer()).toMatchObject({ rows: 1 });

    output = "";
    expect(await endOf(run("run-tool.mjs", "verify"))).toBe("code 0");
    expect(output).toContain("rows 1");
    expect(output).toContain("left running");
    expect(await answer()).toMatchObject({ rows: 1 });
    expect(own()).toEqual(left);

    await start();
    expect(await answer()).toMatchObject({ rows: 1 });
    expect(own()).toHaveLength(3);
    expect(own().filter((pid) => left.includes(pid))).toEqual([]);
  });

  it("says what is wrong where the server cannot start, and leaves nothing running", async () => {
    writeFileSync(join(folder, "dist/server.mjs"), "throw new Error('a setting is missing')");
    const ended = endOf(run("start.mjs"));
    expect(await ended).toBe("code 1");
    expect(output).toContain("a setting is missing");
    expect(output).not.toContain("started again");
    expect(own()).toEqual([]);
  });
});
