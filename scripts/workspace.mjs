/** Where things are, and the small files the scripts keep under .data. */

import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { PlainError } from "./progress.mjs";

export const ROOT = fileURLToPath(new URL("..", import.meta.url)).replace(/[/\\]$/, "");
export const DATA = join(ROOT, ".data");
export const START_LOCK = join(DATA, "start.lock");
export const DATABASE_FOLDER = join(DATA, "db");

const NODE_MIN = [20, 19];

export function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  const [majorMin = 0, minorMin = 0] = NODE_MIN;
  if (major > majorMin || (major === majorMin && minor >= minorMin)) return;
  throw new PlainError(
    `Node ${NODE_MIN.join(".")} or newer is needed, this is ${process.versions.node}.`,
  );
}

/** What .env says, where the environment itself says nothing. */
export function readEnvironmentFile() {
  const path = inRoot(".env");
  if (existsSync(path)) process.loadEnvFile(path);
}

/** @param {string} relative */
export function inRoot(relative) {
  return join(ROOT, relative);
}

/** @param {string} path */
export function readJson(path) {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === "ENOENT") return null;
    throw error;
  }
}

/**
 * Readers see the old file or the new one, never half of it.
 * @param {string} path
 * @param {unknown} value
 */
export function writeJson(path, value) {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const unfinished = `${path}.${process.pid}.tmp`;
  writeFileSync(unfinished, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 });
  renameSync(unfinished, path);
}
