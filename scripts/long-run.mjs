import { prepare } from "./build.mjs";
import { runToExit } from "./processes.mjs";
import { createProgress, duration, PlainError } from "./progress.mjs";
import { createTestFolder, openTestDatabase } from "./test-bench.mjs";
import { inRoot, ROOT, requireNode } from "./workspace.mjs";

/**
 * Whole numbers from the command line.
 *
 * @param {Record<string, string | undefined>} values
 * @param {number} digits at most so many
 */
export function requireNumbers(values, digits) {
  for (const [name, value = ""] of Object.entries(values)) {
    if (!/^[1-9]\d*$/.test(value) || value.length > digits) {
      throw new PlainError(`--${name} takes a whole number, not ${value}.`);
    }
  }
}

/**
 * Runs the tests of a folder for longer than `npm test` does, on a throw-away database.
 *
 * @param {ReturnType<typeof import("./lifecycle.mjs").createLifecycle>} lifecycle
 * @param {{ folder: string, said: string, env: Record<string, string> }} run what of, how it is told, and how long
 * @returns {Promise<number>} the exit code
 */
export async function runLong(lifecycle, { folder: of, said, env }) {
  requireNode();
  const progress = createProgress();
  await progress.step("Packages", prepare);
  const { folder } = await createTestFolder(lifecycle);
  const url = await progress.step(
    "Database",
    (note) => openTestDatabase(folder, lifecycle, note),
    (urlOf) => `server on port ${new URL(urlOf("")).port || 3306}`,
  );
  const startedAt = Date.now();
  const vitest = inRoot("node_modules/vitest/vitest.mjs");
  const words = ["run", of, "--project=node", "--disable-console-intercept"];
  const { code } = await runToExit(process.execPath, [vitest, ...words], {
    cwd: ROOT,
    inherit: true,
    env: { ...process.env, NODE_ENV: "test", TEST_DATABASE_URL: url(""), ...env },
  });
  if (!lifecycle.isEnding()) console.log(`${said} took ${duration(Date.now() - startedAt)}`);
  return code;
}
