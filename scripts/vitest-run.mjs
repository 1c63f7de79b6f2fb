/** The unit and service tests, run by Vitest on a server that is told, and counted. */

import { join } from "node:path";
import { runToExit } from "./processes.mjs";
import { inRoot, ROOT, readJson } from "./workspace.mjs";

/** @typedef {{ passed: number, failed: number, skipped?: number, failures?: string[] }} Count failures: a line each */

/**
 * @typedef {object} Meant what the run is meant for; where any of it is missing, it has failed
 * @property {string} version the server, as `MySQL` or `MariaDB 11.8`: on another no test begins
 * @property {string[]} [files] that each have to run
 */

/**
 * @param {object} options
 * @param {string} options.folder for the report
 * @param {string | undefined} options.url of the server
 * @param {string[]} [options.words] for Vitest: files, options
 * @param {Record<string, string>} [options.env]
 * @param {Meant} [options.meant]
 * @returns {Promise<Count>}
 */
export async function runVitest({ folder, url, words = [], env = {}, meant }) {
  const report = join(folder, `vitest-${Date.now()}.json`);
  const failures = join(folder, `vitest-failures-${Date.now()}.json`);
  const reporters = ["default", "json", inRoot("scripts/vitest-failures.mjs")];
  const args = [
    "run",
    ...reporters.map((reporter) => `--reporter=${reporter}`),
    `--outputFile.json=${report}`,
  ];
  const vitest = inRoot("node_modules/vitest/vitest.mjs");
  const { code } = await runToExit(process.execPath, [vitest, ...args, ...words], {
    cwd: ROOT,
    inherit: true,
    env: {
      ...process.env,
      ...env,
      NODE_ENV: "test",
      TEST_DATABASE_URL: url,
      TEST_DATABASE_VERSION: meant?.version,
      VITEST_FAILURES: failures,
    },
  });
  const result = readJson(report);
  const count = believable(code, result?.numPassedTests ?? 0, result?.numFailedTests ?? 0);
  const missing = meant ? missingFrom(result, meant.files ?? []) : [];
  for (const what of missing) console.error(`Not run on ${meant?.version}: ${what}`);
  return {
    passed: count.passed,
    failed: count.failed + missing.length,
    failures: [
      ...(readJson(failures) ?? []),
      ...missing.map((what) => `Not run on ${meant?.version}: ${what}`),
    ],
  };
}

/**
 * Files of which no test passed, and tests that were skipped.
 * @param {{ testResults?: { name: string, assertionResults: { status: string, fullName: string }[] }[] } | null} result
 * @param {string[]} files
 */
function missingFrom(result, files) {
  const ran = result?.testResults ?? [];
  const absent = files.filter((file) => {
    const tests = ran.find(({ name }) => name === inRoot(file))?.assertionResults ?? [];
    return !tests.some(({ status }) => status === "passed" || status === "failed");
  });
  const left = ran
    .flatMap(({ assertionResults }) => assertionResults)
    .filter(({ status }) => status !== "passed" && status !== "failed");
  return [...absent, ...left.map(({ fullName }) => fullName)];
}

/**
 * A run that failed without a failed test (a file that could not load), or that ran no test at
 * all, proves nothing and counts as one failure.
 * @param {number} code
 * @param {number} passed
 * @param {number} failed
 * @returns {Count}
 */
export function believable(code, passed, failed) {
  const isHollow = failed === 0 && (code !== 0 || passed === 0);
  return { passed, failed: isHollow ? 1 : failed };
}

/** The last line of a run. @param {Count} total */
export function closingLine({ passed, failed, skipped = 0 }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
}
