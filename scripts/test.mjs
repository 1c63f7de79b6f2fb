/**
 * `npm test` brings what it needs, runs every check and ends with `N passed, N failed`;
 * `npm test -- --only=unit src/modules/points` runs a part. Words go to Vitest and Playwright.
 */

import { copyFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { ensureBrowser } from "./browser.mjs";
import { ensureBuild, prepare } from "./build.mjs";
import { findDatabaseProgram } from "./database-program.mjs";
import { ensureClients, ensureServerLine } from "./database-servers.mjs";
import { browserFailures } from "./failures.mjs";
import { createLifecycle } from "./lifecycle.mjs";
import { runToExit } from "./processes.mjs";
import { createProgress, duration, PlainError } from "./progress.mjs";
import {
  createTestFolder,
  flavourAt,
  openTestDatabase,
  openTestServer,
  openTestSystem,
} from "./test-bench.mjs";
import { believable, closingLine, runVitest } from "./vitest-run.mjs";
import { inRoot, ROOT, readJson, requireNode } from "./workspace.mjs";

/** @typedef {import("./vitest-run.mjs").Count & { reason?: string }} Count what was skipped says why */
/** @typedef {Awaited<ReturnType<typeof createTestFolder>> & { url?: (database: string) => string, isBuilt?: boolean }} Bench */
/** @typedef {(bench: Bench, words: string[]) => Promise<Count>} Check */

const lifecycle = createLifecycle();

const RESTORE = "prisma/restore.test.ts";

/** What could be right on MariaDB alone. */
const MYSQL_FILES = [
  "prisma/schema.test.ts",
  "prisma/seed/million.test.ts",
  "scripts/migrate.test.ts",
  "scripts/private-database.test.ts",
  "scripts/read-replicas.test.ts",
  "src/modules/activities/service/award-coupon.test.ts",
  "src/modules/activities/service/by-scope.test.ts",
  "src/modules/activities/service/person.test.ts",
  "src/modules/approvals/service/policy.test.ts",
  "src/modules/automations/service/again.test.ts",
  "src/modules/automations/service/give.test.ts",
  "src/modules/automations/store/due.test.ts",
  "src/modules/benefits/service/use.test.ts",
  "src/modules/coupons/service/issue.test.ts",
  "src/modules/coupons/service/use.test.ts",
  "src/modules/drafts/service/races.test.ts",
  "src/modules/earning/service/followed.test.ts",
  "src/modules/earning/service/make-up.test.ts",
  "src/modules/machines/service/searches.test.ts",
  "src/modules/profile/service/close-member.test.ts",
  "src/modules/profile/service/merge.test.ts",
  "src/modules/profile/service/merge-races.test.ts",
  "src/modules/purchases/service/concurrency.test.ts",
  "src/modules/purchases/service/effects-races.test.ts",
  "src/modules/purchases/service/races.test.ts",
  "src/modules/points/service/claw-back.test.ts",
  "src/modules/stats/service/rollups.test.ts",
  "src/modules/stats/service/savings.test.ts",
  "src/modules/tiers/service/preview.test.ts",
  "src/modules/worklist/service/waiting.test.ts",
  "src/modules/purchases/service/preview.test.ts",
  "src/modules/purchases/service/preview-run.test.ts",
  "src/platform/database-pool.test.ts",
  "src/platform/database-server.test.ts",
  "src/platform/db.test.ts",
  "src/platform/idempotency.test.ts",
  "src/platform/ledger-guard.test.ts",
  "src/platform/statements.test.ts",
  "src/testing/contract/contract.test.ts",
  "src/testing/model/ledger.model.test.ts",
  RESTORE,
];

/** Name on the command line → heading and work, in the order they run. @type {Record<string, { title: string, run: Check }>} */
const CHECKS = {
  format: {
    title: "Format and lint",
    run: program("node_modules/@biomejs/biome/bin/biome", "ci", "--error-on-warnings"),
  },
  types: { title: "Types", run: program("node_modules/typescript/bin/tsc", "--noEmit") },
  structure: { title: "Structure", run: program("scripts/check-structure.mjs") },
  messages: { title: "Messages", run: program("scripts/check-messages.mjs") },
  unused: {
    title: "Unused code",
    run: program("node_modules/knip/bin/knip.js", "--no-config-hints"),
  },
  unit: { title: "Unit and service tests", run: unitTests },
  mysql: { title: "MySQL", run: mysqlTests },
  build: { title: "Build", run: build },
  weight: { title: "Weight of pages", run: program("scripts/check-weight.mjs") },
  browser: { title: "Browser tests", run: browserTests },
};

/**
 * @param {string} path
 * @param {string[]} args
 * @returns {Check}
 */
function program(path, ...args) {
  return async () => counted((await inherit([inRoot(path), ...args])) === 0);
}

/** @param {boolean} isPassed @returns {Count} */
function counted(isPassed) {
  return isPassed ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

/** @param {string[]} args @param {Record<string, string | undefined>} [env] */
async function inherit(args, env = {}) {
  const options = { cwd: ROOT, env: { ...process.env, ...env }, inherit: true };
  return (await runToExit(process.execPath, args, options)).code;
}

/**
 * The rehearsal of a restore needs the server's own dump program.
 * @type {Check}
 */
async function unitTests({ folder, url }, words) {
  const server = url?.("");
  const needed = await withoutClients(server);
  const excluded = needed ? [`--exclude=${RESTORE}`] : [];
  const count = await runVitest({ folder, url: server, words: [...excluded, ...words] });
  return needed ? { ...count, skipped: 1, reason: `${RESTORE}: ${needed}` } : count;
}

/** @param {string | undefined} server @returns {Promise<string | null>} why the dump program can't be had */
async function withoutClients(server) {
  if (!server) return null;
  try {
    const flavour = await flavourAt(server);
    await createProgress().step(
      "Programs that dump and restore",
      (note) => ensureClients(flavour, note),
      (where) => where,
    );
    return null;
  } catch (error) {
    if (error instanceof PlainError) return error.message;
    throw error;
  }
}

/**
 * What hangs on the server, on MySQL: on the one that is installed, or one that is brought.
 * @type {Check}
 */
async function mysqlTests({ folder }, words) {
  let program = findDatabaseProgram("mysql");
  try {
    program ??= await createProgress().step(
      "MySQL",
      (note) => ensureServerLine("mysql-9.7", note),
      ({ version }) => version,
    );
  } catch (error) {
    if (!(error instanceof PlainError)) throw error;
    return { passed: 0, failed: 0, skipped: MYSQL_FILES.length, reason: error.message };
  }
  const server = await openTestServer({ program, folder, lifecycle, name: "mysql" });
  try {
    return await runVitest({
      folder,
      url: server.url(""),
      words: words.length > 0 ? words : MYSQL_FILES,
      env: { DATABASE_PROGRAM: program.server },
      meant: { version: "MySQL", files: words.length === 0 ? MYSQL_FILES : [] },
    });
  } finally {
    await server.stop();
  }
}

/** @type {Check} */
async function browserTests({ folder, lock, url, isBuilt }, words) {
  if (!isBuilt) throw new PlainError("The build failed, so there is nothing to look at.");
  if (!url) throw new Error("the browser tests need a database");
  const system = await createProgress().step(
    "Starting the system on a fresh database",
    (note) => openTestSystem({ folder, lock, url, lifecycle, note }),
    ({ baseUrl }) => baseUrl,
  );
  const report = join(folder, "playwright.json");
  const cli = inRoot("node_modules/@playwright/test/cli.js");
  const code = await inherit([cli, "test", "--reporter=list,json", ...words], {
    BASE_URL: system.baseUrl,
    DEMO_JSON: system.demoFile,
    PLAYWRIGHT_JSON_OUTPUT_NAME: report,
  });
  mkdirSync(inRoot("test-results"), { recursive: true });
  copyFileSync(join(folder, "server.log"), inRoot("test-results/server.log"));
  await system.server.stop();
  const result = readJson(report);
  const { expected = 0, unexpected = 0, flaky = 0 } = result?.stats ?? {};
  return { ...believable(code, expected, unexpected + flaky), failures: browserFailures(result) };
}

/** @type {Check} */
async function build(bench) {
  await createProgress().step("Building", ensureBuild);
  bench.isBuilt = true;
  return counted(true);
}

/** @param {string[]} args */
function readArguments(args) {
  const only = args
    .find((arg) => arg.startsWith("--only="))
    ?.slice("--only=".length)
    .split(",");
  const unknown = only?.filter((name) => !(name in CHECKS)) ?? [];
  if (unknown.length > 0) {
    throw new PlainError(
      `Unknown check ${unknown.join(", ")}; there are ${Object.keys(CHECKS).join(", ")}.`,
    );
  }
  const names = Object.keys(CHECKS).filter((name) => !only || only.includes(name));
  return { names, words: args.filter((arg) => !arg.startsWith("--only=")) };
}

/** @param {string[]} names @returns {Promise<Bench>} */
async function prepareBench(names) {
  const needs = (/** @type {string[]} */ ...some) => some.some((name) => names.includes(name));
  const progress = createProgress();
  await progress.step("Packages", prepare);
  if (needs("browser")) await progress.step("Browser", ensureBrowser);
  const bench = await createTestFolder(lifecycle);
  if (!needs("unit", "browser")) return bench;
  const url = await progress.step(
    "Database",
    (note) => openTestDatabase(bench.folder, lifecycle, note),
    (urlOf) =>
      `${process.env.TEST_DATABASE_URL ? "given" : "throw-away"} server on port ${new URL(urlOf("")).port || 3306}`,
  );
  return { ...bench, url };
}

/**
 * @param {string} name
 * @param {Bench} bench
 * @param {string[]} words
 * @returns {Promise<Count>}
 */
async function runCheck(name, bench, words) {
  const { title, run } = /** @type {(typeof CHECKS)[string]} */ (CHECKS[name]);
  const startedAt = Date.now();
  console.log(`\n── ${title} ${"─".repeat(Math.max(0, 60 - title.length))}`);
  let count = counted(false);
  try {
    count = await run(bench, words);
  } catch (error) {
    if (lifecycle.isEnding()) throw error;
    console.error(error instanceof PlainError ? error.message : error);
  }
  // Interrupted: the result means nothing and the process is about to end.
  if (lifecycle.isEnding()) return new Promise(() => {});
  const verdict = count.failed > 0 ? `${count.failed} failed` : count.reason ? "skipped" : "ok";
  console.log(`${title}: ${verdict} after ${duration(Date.now() - startedAt)}`);
  return count;
}

async function main() {
  requireNode();
  const { names, words } = readArguments(process.argv.slice(2));
  const bench = await prepareBench(names);
  const useTheBuild = names.some((name) => name === "browser" || name === "weight");
  const planned = useTheBuild && !names.includes("build") ? ["build", ...names] : names;
  const total = { passed: 0, failed: 0, skipped: 0 };
  /** @type {string[]} */
  const notes = [];
  for (const name of planned) {
    const count = await runCheck(name, bench, words);
    total.passed += count.passed;
    total.failed += count.failed;
    total.skipped += count.skipped ?? 0;
    const title = CHECKS[name]?.title;
    if (count.reason) notes.push(`Skipped: ${title}: ${count.reason}`);
    const failures = count.failures?.length ? count.failures : ["see above"];
    if (count.failed > 0) notes.push(...failures.map((line) => `Failed: ${title}: ${line}`));
  }
  await lifecycle.end();
  console.log(`\n${[...notes, closingLine(total)].join("\n")}`);
  process.exit(total.failed === 0 ? 0 : 1);
}

lifecycle.onInterrupt(
  () => console.log("\nStopping …"),
  () => process.exit(130),
);

main().catch(async (error) => {
  if (lifecycle.isEnding()) return;
  console.error(error instanceof PlainError ? `\n${error.message}` : error);
  await lifecycle.end();
  console.log("\n0 passed, 1 failed");
  process.exit(1);
});
