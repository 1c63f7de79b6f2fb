/**
 * `npm run test:crash`: the built system as processes (servers, a worker, a database), clients that
 * write with keys, and all of it killed or cut off again and again; then every promise is checked.
 * `npm run test:crash -- --rounds 50 --clients 64 --budget 30 --seed 1`; `--faults database,wires`
 * chooses among server, process (one of a server's), worker, database and wires.
 */

import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { keepRunning } from "../src/platform/supervise.mjs";
import { bundle, ensureBuild, prepare } from "./build.mjs";
import { createClients } from "./crash/clients.mjs";
import { tellGaps } from "./crash/gaps.mjs";
import { openReceiver } from "./crash/receiver.mjs";
import { areEventsThrough, judgeEvents, judgeWrites, tell } from "./crash/verdict.mjs";
import { openWire } from "./crash/wire.mjs";
import { createLifecycle, runTool } from "./lifecycle.mjs";
import { migrate } from "./migrate.mjs";
import { freePort } from "./ports.mjs";
import { startPrivateDatabase } from "./private-database.mjs";
import { childrenOf, run, runToExit } from "./processes.mjs";
import { createProgress, duration, PlainError } from "./progress.mjs";
import { newSecrets } from "./secrets.mjs";
import { becomesReady, programEnvironment, startProgram } from "./serving.mjs";
import { createTestFolder } from "./test-bench.mjs";
import { inRoot, ROOT, requireNode } from "./workspace.mjs";

const SERVERS = 2;
const FAULTS = ["server", "process", "worker", "database", "wires"];
const MEMBERS = 48;
const AVAILABILITY_MIN = 0.999;
/** Started again at once: what is tested is dying, and it dies more often here than anywhere. */
const WAITS = { firstMs: 300, longestMs: 3_000, wellAfterMs: 4_000 };
const CALM_MS = /** @type {const} */ ([1_000, 4_000]);
const SILENCE_MS = [1_000, 6_000];
/** What is not answered so long after the last fault is given up, and counts as not answered. */
const LATE_MS = 120_000;
const SETTLED_WITHIN_MS = 180_000;

const lifecycle = createLifecycle();
const progress = createProgress();

/** @param {string[]} args */
function readArguments(args) {
  const options = /** @type {const} */ ({
    rounds: { type: "string", default: "50" },
    clients: { type: "string", default: "64" },
    budget: { type: "string", default: "30" },
    seed: { type: "string", default: "1" },
  });
  const chosen = /** @type {const} */ ({ faults: { type: "string", default: FAULTS.join(",") } });
  const { faults, ...values } = parseArgs({ args, options: { ...options, ...chosen } }).values;
  const kinds = faults.split(",");
  const unknown = kinds.filter((kind) => !FAULTS.includes(kind));
  if (unknown.length > 0) throw new PlainError(`--faults takes ${FAULTS.join(", ")}.`);
  for (const [name, value] of Object.entries(values)) {
    if (!/^[1-9]\d{0,5}$/.test(value)) {
      throw new PlainError(`--${name} takes a whole number, not ${value}.`);
    }
  }
  const budgetMs = Number(values.budget) * 1_000;
  const [rounds = 0, clients = 0, seed = 0] = [values.rounds, values.clients, values.seed].map(
    Number,
  );
  return { rounds, clients, budgetMs, seed, kinds };
}

/** The same faults in the same order for the same seed. @param {number} seed */
function chance(seed) {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return state / 4_294_967_296;
  };
}

/** @param {string} line */
function say(line) {
  if (!lifecycle.isEnding() && line.includes("could not be started")) console.log(line);
}

/** @param {string} folder @param {string} password @param {(note: string) => void} note */
function openDatabase(folder, password, note) {
  /** @type {number | undefined} */
  let port;
  return keepRunning({
    name: "database",
    async start(onSpawned) {
      // Durable, as in production: it is killed.
      const options = { directory: join(folder, "db"), password, note, onSpawned };
      const database = await startPrivateDatabase({ ...options, ...(port && { port }) });
      port = database.port;
      return database;
    },
    say,
    onEnd: lifecycle.onEnd,
    waits: WAITS,
  });
}

/**
 * @param {"server" | "worker"} name
 * @param {NodeJS.ProcessEnv} environment
 * @param {string} log
 */
function openProgram(name, environment, log) {
  let isAgain = false;
  return keepRunning({
    name,
    async start(onSpawned) {
      const program = startProgram(name, environment, log, { isAgain });
      onSpawned(program.stop);
      if (!isAgain && name === "server") await becomesReady(program, Number(environment.PORT));
      isAgain = true;
      return program;
    },
    say,
    onEnd: lifecycle.onEnd,
    waits: WAITS,
  });
}

/** @param {string} folder @param {(note: string) => void} note */
async function openSystem(folder, note) {
  const secrets = newSecrets();
  const database = await openDatabase(folder, secrets.databasePassword, note);
  await migrate(database.current().url(), { onProgress: note });
  const wire = await openWire(database.current().port);
  await lifecycle.onEnd(wire.close);
  const receiver = await openReceiver();
  await lifecycle.onEnd(receiver.close);
  const overWire = Object.assign(new URL(database.current().url()), { port: String(wire.port) });
  const environment = (/** @type {number} */ port, databaseUrl = overWire.href) => ({
    ...programEnvironment({ databaseUrl, secrets, mode: "development", port }),
    APP_URL: `http://localhost:${port}`,
    CORS_ORIGINS: "",
    LOG_LEVEL: "warn",
    JOBS: "off",
  });
  await bundle({ setup: inRoot("src/testing/crash-setup.ts") }, folder);
  const direct = environment(3000, database.current().url());
  const printed = await run(process.execPath, [join(folder, "setup.mjs"), receiver.url], {
    cwd: ROOT,
    env: direct,
  });
  const { key, secret } = JSON.parse(printed.trim().split("\n").at(-1) ?? "");
  await receiver.trust(secret);
  note("starting the programs");
  const ports = await Promise.all(Array.from({ length: SERVERS }, () => freePort()));
  const servers = await Promise.all(
    ports.map((port, index) =>
      openProgram("server", environment(port), join(folder, `server-${index}.log`)),
    ),
  );
  const worker = await openProgram("worker", environment(3000), join(folder, "worker.log"));
  return { database, wire, receiver, servers, worker, ports, key, direct };
}

/** @typedef {Awaited<ReturnType<typeof openSystem>>} System */

/** @template T @param {readonly T[]} all @param {() => number} random @returns {T | undefined} */
function oneOf(all, random) {
  return all[Math.floor(random() * all.length)];
}

/** @param {number | undefined} pid undefined where none is there just now */
function kill(pid) {
  if (!pid) return;
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It is dead already, and about to be started again.
  }
}

/** @param {System} system @param {() => number} random @returns {Record<string, [string, () => unknown]>} */
function faultsOf({ database, wire, servers, worker }, random) {
  const silence = async () => {
    wire.silence();
    await sleep(between(SILENCE_MS, random));
    wire.mend();
  };
  const server = () => oneOf(servers, random)?.current().process.pid;
  return {
    server: ["a server is killed", () => kill(server())],
    process: ["a process of a server is killed", () => kill(oneOf(childrenOf(server()), random))],
    worker: ["the worker is killed", () => kill(worker.current().process.pid)],
    database: ["the database is killed", () => kill(database.current().pid)],
    wires: ["the wires go silent", silence],
  };
}

/** @param {readonly number[]} range @param {() => number} random */
function between([least = 0, most = 0], random) {
  return least + random() * (most - least);
}

/**
 * @param {System} system @param {number} rounds @param {string[]} kinds @param {() => number} random
 * @returns {Promise<{ name: string, at: number }[]>} what was done, and when it began
 */
async function torment(system, rounds, kinds, random) {
  const faults = faultsOf(system, random);
  const done = [];
  for (let round = 1; round <= rounds && !lifecycle.isEnding(); round += 1) {
    // Each kind as often as the others, at moments of chance.
    const [name, strike] = faults[kinds[(round - 1) % kinds.length] ?? ""] ?? ["", () => {}];
    await sleep(between(CALM_MS, random));
    console.log(`  ${round}/${rounds} ${name}`);
    done.push({ name, at: performance.now() });
    await strike();
  }
  return done;
}

/** @param {System} system */
async function connectTo({ database }) {
  const { createConnection } = await import("mariadb");
  const url = new URL(database.current().url());
  return createConnection({
    host: url.hostname,
    port: Number(url.port),
    user: url.username,
    password: decodeURIComponent(url.password),
    database: url.pathname.slice(1),
    allowPublicKeyRetrieval: true,
    bigIntAsNumber: true,
  });
}

/** @param {System} system @param {ReturnType<typeof createClients>} clients */
async function judge(system, clients) {
  const connection = await connectTo(system);
  const deadline = Date.now() + SETTLED_WITHIN_MS;
  while (Date.now() < deadline && !(await areEventsThrough(connection))) await sleep(250);
  const findings = [
    ...(await judgeWrites(connection, clients.writes, clients.open)),
    ...(await judgeEvents(connection, system.receiver.firsts)),
  ];
  await connection.end();
  const options = { cwd: ROOT, env: system.direct };
  const verified = await runToExit(process.execPath, [inRoot("dist/verify.mjs")], options);
  const forged = system.receiver.counts.forged;
  return tell([
    ...findings,
    { name: "no message was forged", faults: forged > 0 ? [String(forged)] : [] },
    { name: "the ledger's invariants hold", faults: verified.code === 0 ? [] : [verified.output] },
  ]);
}

/** @param {ReturnType<typeof createClients>} clients @param {number} budgetMs */
function tellFigures(clients, budgetMs) {
  const { asked, right, availability, attempts, p50, p99, worst, heard } = clients.figures();
  for (const { status, detail } of clients.wrongs.slice(0, 5)) console.log(`✗ ${status} ${detail}`);
  console.log(
    `\n${asked} writes in ${attempts} attempts, ${right} answered right within ${budgetMs / 1000} s: ` +
      `${(availability * 100).toFixed(3)} % available` +
      `\np50 ${p50} ms, p99 ${p99} ms, longest ${worst} ms; ${clients.wrongs.length} wrong answers` +
      `\nheard meanwhile: ${heard.all}; by the one that waited longest: ${heard.slowest}`,
  );
  return availability >= AVAILABILITY_MIN && clients.wrongs.length === 0;
}

/** @param {string[]} args @returns {Promise<number>} */
async function main(args) {
  requireNode();
  const { rounds, clients: count, budgetMs, seed, kinds } = readArguments(args);
  await progress.step("Packages", prepare);
  await progress.step("Build", ensureBuild);
  const { folder } = await createTestFolder(lifecycle);
  mkdirSync(folder, { recursive: true });
  const system = await progress.step(
    "System",
    (note) => openSystem(folder, note),
    ({ ports }) => `${SERVERS} servers on ports ${ports.join(" and ")}, a worker, a database`,
  );
  const clients = createClients({ ports: system.ports, key: system.key, budgetMs });
  const members = await clients.enrol(MEMBERS);
  const startedAt = Date.now();
  const writing = clients.run(members, count);
  const faults = await torment(system, rounds, kinds, chance(seed));
  clients.end();
  const patience = new AbortController();
  await Promise.race([
    writing,
    sleep(LATE_MS, undefined, { signal: patience.signal }).catch(() => {}),
  ]);
  patience.abort();
  clients.abandon();
  await writing;
  console.log(`${rounds} faults under ${count} clients in ${duration(Date.now() - startedAt)}\n`);
  const isTrue = await judge(system, clients);
  const isAvailable = tellFigures(clients, budgetMs);
  tellGaps(faults, clients.writes);
  return isTrue && isAvailable ? 0 : 1;
}

await runTool(lifecycle, () => main(process.argv.slice(2)));
