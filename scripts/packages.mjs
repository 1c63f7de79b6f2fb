/** Brings node_modules to the state of this checkout. */

import { runToExit } from "./processes.mjs";
import { PlainError } from "./progress.mjs";
import { inRoot, ROOT, readJson } from "./workspace.mjs";

const REASON_LINES = 12;

/** @typedef {{ version?: string, integrity?: string, optional?: boolean, devOptional?: boolean, peer?: boolean }} LockedPackage */

/** @param {(note: string) => void} note */
export async function ensurePackages(note) {
  if (arePackagesInstalled()) return "up to date";
  note("npm ci");
  // Building needs the development packages, whatever NODE_ENV says.
  const args = ["ci", "--include=dev", "--no-audit", "--no-fund", "--loglevel=error"];
  const { code, output } = await runToExit("npm", args, { cwd: ROOT, note });
  if (code === 0) return "installed";
  // The reason stands on top; below it npm explains its options.
  const reason = output.split("\n").slice(0, REASON_LINES).join("\n");
  throw new PlainError(`The packages could not be installed.\n${reason}`);
}

/**
 * Compares npm's own record of what it installed with the lock file: that also recognises packages
 * which were installed by hand, and an installation that was interrupted (npm writes the record
 * last).
 */
function arePackagesInstalled() {
  /** @type {Record<string, LockedPackage> | undefined} */
  const installed = readJson(inRoot("node_modules/.package-lock.json"))?.packages;
  /** @type {Record<string, LockedPackage>} */
  const wanted = readJson(inRoot("package-lock.json")).packages;
  if (!installed) return false;
  return Object.entries(wanted).every(([path, { version, integrity, ...kind }]) => {
    if (path === "") return true;
    const found = installed[path];
    // Packages for other platforms are in the lock file only.
    if (!found) return Boolean(kind.optional || kind.devOptional || kind.peer);
    return found.version === version && found.integrity === integrity;
  });
}
