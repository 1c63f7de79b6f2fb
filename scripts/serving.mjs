/** The built programs, run as children: the seed, the server and, where there is one, the worker. */

import { spawn } from "node:child_process";
import { closeSync, existsSync, openSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import {
  endOf,
  lastLines,
  processesWithArgument,
  processIdentity,
  run,
  stopProcess,
} from "./processes.mjs";
import { PlainError } from "./progress.mjs";
import { inRoot, ROOT, readJson, writeJson } from "./workspace.mjs";

/** @typedef {import("./secrets.mjs").Secrets} Secrets */

const READY_PATH = "/api/v1/member-system/health/ready";
const READY_WITHIN_MS = 120_000;
/** A program gives itself ten seconds. */
const STOP_WITHIN_MS = 15_000;
/** Whose tokens the demo takes its members from; a real shop names its own identity provider. */
const DEMO_SHOP = { issuer: "https://shop.example", audience: "member-system" };
/** Next grows to whatever heap it is given. */
const HEAP_MB = 1024;

/**
 * @typedef {object} SignIn
 * @property {string} role
 * @property {string} email
 * @property {string} password
 * @property {string | null} memberId
 * @property {string | null} externalId
 */

/**
 * @typedef {object} RunningProgram
 * @property {string} name
 * @property {{ pid: number, identity: string | null }} process
 * @property {() => boolean} isRunning
 * @property {Promise<string>} ended
 * @property {() => Promise<void>} stop
 * @property {() => string} logTail
 */

/**
 * Development allows the demo and its known passwords, so a database somebody gave us is
 * production unless they say otherwise.
 * @returns {"development" | "production"}
 */
export function modeWanted() {
  const { DATABASE_URL, SEED, MEMBER_SYSTEM_ENV } = process.env;
  const mode =
    MEMBER_SYSTEM_ENV || (DATABASE_URL && SEED !== "demo" ? "production" : "development");
  if (mode !== "development" && mode !== "production") {
    throw new PlainError(`MEMBER_SYSTEM_ENV is "${mode}"; it can be development or production.`);
  }
  return mode;
}

/**
 * The environment of every program of ours. What the caller's environment says wins where a person
 * may decide it.
 * @param {object} options
 * @param {string} options.databaseUrl
 * @param {Secrets} options.secrets
 * @param {"development" | "production"} options.mode
 * @param {number} options.port
 * @param {NodeJS.ProcessEnv} [options.given]
 * @returns {NodeJS.ProcessEnv}
 */
export function programEnvironment({ databaseUrl, secrets, mode, port, given = process.env }) {
  const isDevelopment = mode === "development";
  return {
    ...given,
    NODE_ENV: "production",
    MEMBER_SYSTEM_ENV: mode,
    DATABASE_URL: databaseUrl,
    PORT: String(port),
    APP_URL: given.APP_URL || `http://localhost:${port}`,
    AUTH_SECRET: given.AUTH_SECRET || (isDevelopment ? secrets.authSecret : ""),
    WEBHOOK_SECRETS: given.WEBHOOK_SECRETS || (isDevelopment ? secrets.webhookSecret : ""),
    ...(isDevelopment && !given.MEMBER_JWT_JWKS_URL && !given.MEMBER_JWT_SECRET
      ? {
          MEMBER_JWT_SECRET: secrets.memberJwtSecret,
          MEMBER_JWT_ISSUER: DEMO_SHOP.issuer,
          MEMBER_JWT_AUDIENCE: DEMO_SHOP.audience,
        }
      : {}),
    CORS_ORIGINS: given.CORS_ORIGINS || (isDevelopment ? "*" : ""),
  };
}

/**
 * A tool opens no session, so it asks for no secret of theirs: a DATABASE_URL is enough.
 * @param {Parameters<typeof programEnvironment>[0]} options
 * @returns {NodeJS.ProcessEnv}
 */
export function toolEnvironment(options) {
  const environment = programEnvironment(options);
  return { ...environment, AUTH_SECRET: environment.AUTH_SECRET || options.secrets.authSecret };
}

/**
 * Runs the seed, which does nothing to a database that has its data already, and writes what a
 * newcomer needs to sign in and to call the API.
 * @param {object} options
 * @param {NodeJS.ProcessEnv} options.environment
 * @param {string} options.serviceKey
 * @param {string} options.demoFile
 * @param {string} options.signInsFile
 * @param {(note: string) => void} options.note
 */
export async function seedDemo({ environment, serviceKey, demoFile, signInsFile, note }) {
  const env = {
    ...environment,
    DEMO_SERVICE_KEY: serviceKey,
    DEMO_SIGN_INS_FILE: signInsFile,
  };
  await run(process.execPath, [inRoot("dist/seed.mjs")], { cwd: ROOT, env, note });
  writeJson(demoFile, {
    url: environment.APP_URL,
    serviceKey,
    webhookSecret: environment.WEBHOOK_SECRETS?.split(" ")[0],
    memberJwt: {
      secret: environment.MEMBER_JWT_SECRET,
      issuer: environment.MEMBER_JWT_ISSUER,
      audience: environment.MEMBER_JWT_AUDIENCE,
    },
    /** @type {SignIn[]} */
    signIns: readJson(signInsFile) ?? [],
  });
}

/**
 * @param {"server" | "worker"} name
 * @param {NodeJS.ProcessEnv} environment
 * @param {string | null} logFile null writes through to our own output, where a container's log
 *   collector expects it
 * @param {{ mark?: string, isAgain?: boolean, file?: string, heapMb?: number }} [options] what it is
 *   found again by when whoever started it was killed; a program that is started again goes on in its
 *   log; `file` where it is not the built one
 * @returns {RunningProgram}
 */
export function startProgram(name, environment, logFile, options = {}) {
  const { mark, isAgain = false, file = inRoot(`dist/${name}.mjs`), heapMb = HEAP_MB } = options;
  const log = logFile === null ? null : openSync(logFile, isAgain ? "a" : "w", 0o600);
  const output = log ?? "inherit";
  const child = spawn(
    process.execPath,
    [`--max-old-space-size=${heapMb}`, file, ...(mark ? [markArgument(mark)] : [])],
    // A process group of its own, so that we decide what Ctrl-C stops first.
    { cwd: ROOT, env: environment, stdio: ["ignore", output, output], detached: true },
  );
  if (log !== null) closeSync(log);
  const pid = child.pid ?? 0;
  let running = true;
  const ended = endOf(child).finally(() => {
    running = false;
  });
  return {
    name,
    process: { pid, identity: processIdentity(pid) },
    isRunning: () => running,
    ended,
    stop: () => stopProcess(pid, STOP_WITHIN_MS),
    logTail: () => (logFile === null ? "" : lastLines(readFileSync(logFile, "utf8"))),
  };
}

/** @param {string} mark */
function markArgument(mark) {
  return `--started-by=${mark}`;
}

/**
 * Ends the programs that a start which was killed could not stop.
 * @param {string} mark
 */
export async function stopProgramsOf(mark) {
  await Promise.all(
    processesWithArgument(markArgument(mark)).map((pid) => stopProcess(pid, STOP_WITHIN_MS)),
  );
}

export function hasWorker() {
  return existsSync(inRoot("dist/worker.mjs"));
}

/**
 * @param {RunningProgram} server
 * @param {number} port
 */
export async function becomesReady(server, port) {
  const deadline = Date.now() + READY_WITHIN_MS;
  let answer = "no answer";
  while (Date.now() < deadline) {
    if (!server.isRunning()) {
      throw new PlainError(`The server ended while starting. Its last lines:\n${server.logTail()}`);
    }
    try {
      const response = await fetch(`http://127.0.0.1:${port}${READY_PATH}`);
      if (response.status === 200) return;
      answer = `${response.status} ${await response.text()}`;
    } catch {
      // Not listening yet.
    }
    await sleep(100);
  }
  throw new PlainError(
    `The server did not become ready within ${READY_WITHIN_MS / 1000} s (${answer.slice(0, 300)}). Its last lines:\n${server.logTail()}`,
  );
}
