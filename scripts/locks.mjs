/**
 * Locks between processes of one checkout: a file that names the process holding it. A process
 * that was killed cannot give its lock back, so a lock counts only while its holder lives.
 */

import { randomUUID } from "node:crypto";
import { linkSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { isAlive, processIdentity } from "./processes.mjs";
import { writeJson } from "./workspace.mjs";

const RETRY_MS = 300;
/** Far longer than the moment between reading a stale lock and removing it. */
const SETTLE_MS = 100;

/**
 * @typedef {object} LockRecord
 * @property {number} pid
 * @property {string | null} identity
 * @property {string} nonce
 * @property {Record<string, unknown>} facts what the holder wants others to know
 */

/**
 * @typedef {object} Lock
 * @property {LockRecord | null} previous the dead holder this lock was taken over from
 * @property {(facts: Record<string, unknown>) => void} publish
 * @property {() => void} release
 */

/**
 * @param {string} path
 * @returns {LockRecord | null} the lock as it was written, whether or not its holder lives
 */
function readLock(path) {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch {
    return null;
  }
}

/** @param {string} path @returns {LockRecord | null} */
export function lockHolder(path) {
  const record = readLock(path);
  return isAlive(record) ? record : null;
}

/**
 * @param {string} path
 * @returns {Promise<Lock | null>} null while another process holds it
 */
export async function takeLock(path) {
  mkdirSync(dirname(path), { recursive: true });
  const previous = readLock(path);
  if (isAlive(previous)) return null;
  if (previous) rmSync(path, { force: true });

  /** @type {LockRecord} */
  const mine = {
    pid: process.pid,
    identity: processIdentity(process.pid),
    nonce: randomUUID(),
    facts: {},
  };
  if (!createExclusively(path, mine)) return null;
  if (previous) {
    // Two processes may have found the same dead holder, and the slower one removed our fresh
    // lock as the stale one. Whoever's lock is still there a moment later has it.
    await sleep(SETTLE_MS);
    if (readLock(path)?.nonce !== mine.nonce) return null;
  }
  return {
    previous,
    publish(facts) {
      mine.facts = { ...mine.facts, ...facts };
      writeJson(path, mine);
    },
    release() {
      if (readLock(path)?.nonce === mine.nonce) rmSync(path, { force: true });
    },
  };
}

/**
 * Waits for its turn, then works alone.
 * @template T
 * @param {string} path
 * @param {(note: string) => void} note
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withLock(path, note, work) {
  let lock = await takeLock(path);
  while (!lock) {
    note("waiting for another process that works in this folder");
    await sleep(RETRY_MS);
    lock = await takeLock(path);
  }
  try {
    return await work();
  } finally {
    lock.release();
  }
}

/**
 * Written beside and linked into place, so the lock is never seen half written.
 * @param {string} path
 * @param {LockRecord} record
 */
function createExclusively(path, record) {
  const written = `${path}.${record.nonce}`;
  writeJson(written, record);
  try {
    linkSync(written, path);
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === "EEXIST") return false;
    throw error;
  } finally {
    rmSync(written, { force: true });
  }
}
