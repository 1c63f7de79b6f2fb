/** Child processes: run to the end, keep running, find again, stop. */

import { execFileSync, spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { PlainError } from "./progress.mjs";

const TAIL_LINES = 40;

/** Children that run right now, so that a signal can end them. @type {Set<number>} */
const foreground = new Set();

/**
 * Runs a program to its end and answers what it printed. It gets a process group of its own:
 * Ctrl-C then reaches only the script, which decides what stops in which order.
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, note?: (line: string) => void, inherit?: boolean }} [options]
 * @returns {Promise<string>}
 */
export async function run(command, args, options = {}) {
  const { code, output } = await runToExit(command, args, options);
  if (code === 0) return output;
  const tail = options.inherit ? "" : `\n${lastLines(output)}`;
  throw new PlainError(`\`${[command, ...args].join(" ")}\` ended with code ${code}.${tail}`);
}

/**
 * Like `run`, but a failing program is an answer, not an error.
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, note?: (line: string) => void, inherit?: boolean }} [options]
 * @returns {Promise<{ code: number, output: string }>}
 */
export function runToExit(command, args, { cwd, env, note, inherit = false } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env: env ?? process.env,
      detached: true,
      stdio: inherit ? ["ignore", "inherit", "inherit"] : ["ignore", "pipe", "pipe"],
    });
    if (child.pid) foreground.add(child.pid);
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding("utf8").on("data", (chunk) => {
        output += chunk;
        const line = chunk.trimEnd().split("\n").at(-1);
        if (line) note?.(line);
      });
    }
    child.once("error", reject);
    child.once("close", (code, signal) => {
      if (child.pid) foreground.delete(child.pid);
      resolve({ code: code ?? (signal ? 1 : 0), output });
    });
  });
}

/** Ends what `run` has under way. */
export function stopForeground() {
  for (const pid of foreground) signalGroup(pid, "SIGTERM");
}

/**
 * @param {import("node:child_process").ChildProcess} child
 * @returns {Promise<string>} how it ended: `code 1`, `SIGKILL`, or why it never began
 */
export function endOf(child) {
  return new Promise((resolve) => {
    child.once("close", (code, signal) => resolve(signal ?? `code ${code}`));
    child.once("error", (error) => resolve(error.message));
  });
}

/** @param {string} text @param {number} [count] */
export function lastLines(text, count = TAIL_LINES) {
  return text.trimEnd().split("\n").slice(-count).join("\n");
}

/**
 * @param {number} pid
 * @param {NodeJS.Signals} signal
 */
function signalGroup(pid, signal) {
  try {
    process.kill(-pid, signal);
  } catch {
    sendSignal(pid, signal);
  }
}

/** @param {number} pid @param {NodeJS.Signals} signal */
function sendSignal(pid, signal) {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== "ESRCH") throw error;
  }
}

/**
 * Something that stays the same while a process lives and differs for the next one with the same
 * number: process numbers are used again, in a restarted container almost at once.
 * @param {number} pid
 * @returns {string | null} null when there is no such process
 */
export function processIdentity(pid) {
  if (process.platform !== "linux") return askPs(["-o", "lstart=", "-p", String(pid)]);
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    if (fields[0] === "Z") return null;
    const boot = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
    return `${boot}:${fields[19]}`;
  } catch {
    return null;
  }
}

/** @param {string[]} args */
function askPs(args) {
  try {
    return execFileSync("ps", args, { encoding: "utf8" }).trim() || null;
  } catch {
    return null;
  }
}

/**
 * @param {{ pid: number, identity: string | null } | null | undefined} record
 * @returns {boolean}
 */
export function isAlive(record) {
  return Boolean(record?.identity) && processIdentity(record?.pid ?? 0) === record?.identity;
}

/**
 * Processes that were started with exactly this argument, whoever started them.
 * @param {string} argument
 * @returns {number[]}
 */
export function processesWithArgument(argument) {
  if (process.platform !== "linux") {
    const listing = askPs(["-axo", "pid=,args="]) ?? "";
    return listing
      .split("\n")
      .filter((line) => `${line} `.includes(` ${argument} `))
      .map((line) => Number.parseInt(line, 10));
  }
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => commandLine(pid).includes(argument));
}

/** @param {number | undefined} parent @returns {number[]} */
export function childrenOf(parent) {
  const listing = askPs(["-axo", "pid=,ppid="]) ?? "";
  return listing
    .split("\n")
    .map((line) => line.trim().split(/\s+/).map(Number))
    .flatMap(([pid, ppid]) => (ppid === parent && pid ? [pid] : []));
}

/** @param {number} pid @returns {string[]} its program and arguments; empty when there is none */
export function commandLine(pid) {
  if (process.platform !== "linux") {
    return askPs(["-o", "args=", "-p", String(pid)])?.split(" ") ?? [];
  }
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0");
  } catch {
    return [];
  }
}

/**
 * Asks a process to end, waits, and only then forces it.
 * @param {number} pid
 * @param {number} [patienceMs]
 */
export async function stopProcess(pid, patienceMs = 60_000) {
  const record = { pid, identity: processIdentity(pid) };
  if (!isAlive(record)) return;
  sendSignal(pid, "SIGTERM");
  if (await endsWithin(record, patienceMs)) return;
  sendSignal(pid, "SIGKILL");
  await endsWithin(record, 5_000);
}

/**
 * @param {{ pid: number, identity: string | null }} record
 * @param {number} ms
 */
async function endsWithin(record, ms) {
  const deadline = Date.now() + ms;
  while (Date.now() < deadline) {
    if (!isAlive(record)) return true;
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
  return !isAlive(record);
}
