/**
 * `npm run build`: the self-hosted process and the tools as single files in dist/, then Next's
 * pages in .next/.
 */

import { existsSync, rmSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { writeBenefitTypes } from "./benefit-types.mjs";
import { bundling } from "./bundling.mjs";
import { fingerprint, isStamped, stamp } from "./fingerprint.mjs";
import { withLock } from "./locks.mjs";
import { ensurePackages } from "./packages.mjs";
import { run } from "./processes.mjs";
import { createProgress, PlainError } from "./progress.mjs";
import { DATA, inRoot, ROOT, requireNode } from "./workspace.mjs";

const SETUP_LOCK = `${DATA}/setup.lock`;

/** Name in dist/ → source. A program that is not written yet is left out. */
const PROGRAMS = {
  server: "src/server.ts",
  primary: "src/primary.ts",
  api: "src/api.ts",
  pages: "src/pages.ts",
  worker: "src/worker.ts",
  seed: "prisma/seed/run.ts",
  replay: "scripts/replay.ts",
  "admin-create": "scripts/admin-create.ts",
  "key-create": "scripts/key-create.ts",
  verify: "scripts/verify.ts",
  "find-machines": "scripts/find-machines.ts",
  backtest: "scripts/backtest.ts",
};

const INPUTS = [
  "src",
  "prisma/seed",
  "public",
  "package-lock.json",
  "next.config.mjs",
  "postcss.config.mjs",
  "tailwind.config.ts",
  "tsconfig.json",
  "scripts/build.mjs",
  "scripts/bundling.mjs",
  "scripts/replay.ts",
  "scripts/replay-totals.ts",
  "scripts/admin-create.ts",
  "scripts/key-create.ts",
  "scripts/verify.ts",
  "scripts/find-machines.ts",
  "scripts/backtest.ts",
  "scripts/backtest",
  "scripts/database-connection.mjs",
];

/** @param {string} file */
function isBuildInput(file) {
  return !/\.test\.tsx?$/.test(file) && !file.startsWith("src/testing/");
}

/**
 * Packages and the list of benefit types. Two scripts that start together on
 * a fresh clone take turns.
 * @param {(note: string) => void} note
 */
export function prepare(note) {
  return withLock(SETUP_LOCK, note, async () => {
    const packages = await ensurePackages(note);
    // Written by releases that had Prisma's client; without its packages it does not compile.
    rmSync(inRoot("src/generated"), { recursive: true, force: true });
    writeBenefitTypes();
    return packages;
  });
}

/**
 * The programs in dist/: a second's work, done only when an input changed.
 * @param {(note: string) => void} note
 */
export function ensurePrograms(note) {
  return withLock(SETUP_LOCK, note, async () => {
    const isNew = await once(inRoot("dist/.stamp"), bundlePrograms);
    return isNew ? "bundled" : "up to date";
  });
}

/**
 * The programs and the pages; about a minute, so only when an input changed.
 * @param {(note: string) => void} note
 */
export function ensureBuild(note) {
  return withLock(SETUP_LOCK, note, async () => {
    note("bundling the server");
    const areProgramsNew = await once(inRoot("dist/.stamp"), bundlePrograms);
    note("building the pages");
    const arePagesNew = await once(inRoot(".next/.stamp"), () =>
      buildPages((line) => note(`building the pages: ${line}`)),
    );
    return areProgramsNew || arePagesNew ? "built" : "up to date";
  });
}

/**
 * @param {string} stampPath
 * @param {() => Promise<void>} work
 * @returns {Promise<boolean>} whether there was anything to do
 */
async function once(stampPath, work) {
  const inputs = fingerprint(INPUTS, isBuildInput);
  if (isStamped(stampPath, inputs)) return false;
  rmSync(stampPath, { force: true });
  await work();
  stamp(stampPath, inputs);
  return true;
}

async function bundlePrograms() {
  const entryPoints = Object.fromEntries(
    Object.entries(PROGRAMS)
      .filter(([, source]) => existsSync(inRoot(source)))
      .map(([name, source]) => [name, inRoot(source)]),
  );
  // A program whose source is gone must not be run any more.
  rmSync(inRoot("dist"), { recursive: true, force: true });
  await bundle(entryPoints, inRoot("dist"));
}

/**
 * Programs as single files of their own names.
 * @param {Record<string, string>} entryPoints name → source
 * @param {string} outdir inside the checkout, where node_modules is found
 */
export async function bundle(entryPoints, outdir) {
  const { build } = await import("esbuild");
  await build(bundling(entryPoints, outdir)).catch((error) => {
    throw new PlainError(`Bundling failed.\n${error.message}`);
  });
}

/** @param {(line: string) => void} note */
async function buildPages(note) {
  /** @type {NodeJS.ProcessEnv} */
  const env = { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" };
  await run(process.execPath, [inRoot("node_modules/next/dist/bin/next"), "build"], {
    cwd: ROOT,
    env,
    note,
  });
}

async function main() {
  requireNode();
  const progress = createProgress(2);
  await progress.step("Packages", prepare);
  await progress.step("Build", ensureBuild);
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  main().catch((error) => {
    console.error(error instanceof PlainError ? error.message : error);
    process.exitCode = 1;
  });
}
