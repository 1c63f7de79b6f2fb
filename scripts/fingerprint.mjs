/** Has anything changed since the last time? Answered by the content of files, never by dates. */

import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { inRoot } from "./workspace.mjs";

/**
 * @param {string[]} paths files and folders, relative to the checkout; missing ones count as such
 * @param {(relative: string) => boolean} [isInput]
 */
export function fingerprint(paths, isInput = () => true) {
  const hash = createHash("sha256").update(process.versions.node);
  for (const file of paths.flatMap(filesUnder).filter(isInput)) {
    const content = readFileSync(inRoot(file));
    hash.update(`\0${file}\0${content.length}\0`).update(content);
  }
  return hash.digest("hex");
}

/** @param {string} relative @returns {string[]} */
function filesUnder(relative) {
  const path = inRoot(relative);
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return [relative];
  return readdirSync(path)
    .sort()
    .flatMap((name) => filesUnder(join(relative, name)));
}

/** @param {string} path @param {string} value */
export function isStamped(path, value) {
  return existsSync(path) && readFileSync(path, "utf8") === value;
}

/**
 * The stamp stands inside what it vouches for, so deleting the one deletes the other.
 * @param {string} path
 * @param {string} value
 */
export function stamp(path, value) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, value);
}
