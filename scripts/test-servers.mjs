/**
 * `npm run test:servers`: all unit and service tests on each server line that the product promises
 * to run on, one after the other. A line that can't be had is a failure. Words go to Vitest;
 * `--only=mysql-9.7` runs a part.
 */

import { prepare } from "./build.mjs";
import { ensureServerLine, SERVER_LINES } from "./database-servers.mjs";
import { createLifecycle, runTool } from "./lifecycle.mjs";
import { createProgress, duration, PlainError } from "./progress.mjs";
import { createTestFolder, openTestServer } from "./test-bench.mjs";
import { closingLine, runVitest } from "./vitest-run.mjs";
import { requireNode } from "./workspace.mjs";

/** @typedef {import("./vitest-run.mjs").Count} Count */

const lifecycle = createLifecycle();
const progress = createProgress();

/** @param {string[]} args */
function readArguments(args) {
  const only = args.find((arg) => arg.startsWith("--only="))?.slice("--only=".length);
  const names = only ? only.split(",") : Object.keys(SERVER_LINES);
  const unknown = names.filter((name) => !(name in SERVER_LINES));
  if (unknown.length > 0) {
    throw new PlainError(
      `Unknown server ${unknown.join(", ")}; there are ${Object.keys(SERVER_LINES).join(", ")}.`,
    );
  }
  return { names, words: args.filter((arg) => !arg.startsWith("--only=")) };
}

/** @param {string} name @param {string} folder @param {string[]} words @returns {Promise<Count>} */
async function runOn(name, folder, words) {
  const title = SERVER_LINES[name]?.title ?? name;
  const program = await progress.step(
    title,
    (note) => ensureServerLine(name, note),
    ({ version }) => version,
  );
  const server = await openTestServer({ program, folder, lifecycle, name });
  try {
    const env = { DATABASE_PROGRAM: program.server };
    return await runVitest({ folder, url: server.url(""), words, env, meant: { version: title } });
  } finally {
    await server.stop();
  }
}

/** @param {string[]} args @returns {Promise<number>} */
async function main(args) {
  requireNode();
  const { names, words } = readArguments(args);
  await progress.step("Packages", prepare);
  const { folder } = await createTestFolder(lifecycle);
  const total = { passed: 0, failed: 0 };
  const lines = [];
  for (const name of names) {
    const startedAt = Date.now();
    let count = { passed: 0, failed: 1 };
    let why = "";
    try {
      count = await runOn(name, folder, words);
    } catch (error) {
      if (!(error instanceof PlainError)) throw error;
      why = ` · ${error.message}`;
    }
    total.passed += count.passed;
    total.failed += count.failed;
    const title = (SERVER_LINES[name]?.title ?? name).padEnd(16);
    lines.push(`${title}${closingLine(count)} · ${duration(Date.now() - startedAt)}${why}`);
  }
  console.log(`\n${lines.join("\n")}\n\n${closingLine(total)}`);
  return total.failed === 0 ? 0 : 1;
}

await runTool(lifecycle, () => main(process.argv.slice(2)));
