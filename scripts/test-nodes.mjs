/**
 * `npm run test:nodes`: the unit and service tests on every Node that is supported beside the one
 * that runs this. Brings their binaries into .data/nodes; fails where one can't be had.
 * `npm run test:nodes -- src/platform` runs a part.
 */

import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { createLifecycle, runTool } from "./lifecycle.mjs";
import { run, runToExit } from "./processes.mjs";
import { createProgress, PlainError } from "./progress.mjs";
import { DATA, inRoot, ROOT } from "./workspace.mjs";

/** Exact, so that a run says the same tomorrow. */
const NODES = ["22.23.3", "24.21.0"];

const lifecycle = createLifecycle();

/** The package that holds the binary for this machine. @param {string} version */
function packageOf(version) {
  const system = process.platform === "win32" ? "win" : process.platform;
  return `node-${system}-${process.arch}@${version}`;
}

/** @param {string} version @returns {Promise<string>} where the binary is */
async function bring(version) {
  const folder = join(DATA, "nodes", version);
  const name = packageOf(version).split("@")[0] ?? "";
  const file = process.platform === "win32" ? "node.exe" : "node";
  const binary = join(folder, "node_modules", name, "bin", file);
  if (!existsSync(binary)) {
    mkdirSync(folder, { recursive: true });
    const npm = process.platform === "win32" ? "npm.cmd" : "npm";
    const how = ["install", "--no-save", "--ignore-scripts", "--no-audit", "--no-fund"];
    await run(npm, [...how, "--prefix", folder, packageOf(version)], { cwd: folder });
  }
  const { code } = await runToExit(binary, ["--version"], { cwd: ROOT });
  if (code !== 0) throw new PlainError(`Node ${version} does not run here.`);
  return binary;
}

/** @param {string[]} words @returns {Promise<number>} */
async function main(words) {
  const progress = createProgress();
  let failed = 0;
  for (const version of NODES) {
    const binary = await progress.step(`Node ${version}`, () => bring(version));
    const args = [inRoot("scripts/test.mjs"), "--only=unit", ...words];
    // All of it on that Node: whatever a script starts, it starts with the one that runs it.
    const { code } = await runToExit(binary, args, { cwd: ROOT, inherit: true });
    console.log(`Node ${version}: ${code === 0 ? "ok" : "failed"}`);
    if (code !== 0) failed += 1;
  }
  return failed === 0 ? 0 : 1;
}

await runTool(lifecycle, () => main(process.argv.slice(2)));
