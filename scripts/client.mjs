/**
 * `npm run client`: docs/openapi.json from the declarations, and from it the types of the
 * TypeScript client in clients/typescript. `npm run client:example` runs its example against a
 * running `npm start`.
 */

import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { prepare } from "./build.mjs";
import { run, runToExit } from "./processes.mjs";
import { createProgress, PlainError } from "./progress.mjs";
import { DATA, inRoot, ROOT, readJson, requireNode } from "./workspace.mjs";

const CLIENT = inRoot("clients/typescript");
const DOCUMENT = inRoot("docs/openapi.json");
const TYPES = join(CLIENT, "schema.d.ts");
const DEMO_FILE = join(DATA, "demo.json");

/**
 * Runs a TypeScript program that needs no database of ours.
 * @param {string} source
 * @param {Record<string, string | undefined>} environment
 * @param {string[]} [args]
 */
async function runSource(source, environment, args = []) {
  const { build } = await import("esbuild");
  mkdirSync(DATA, { recursive: true });
  const outfile = join(DATA, `client-${process.pid}.mjs`);
  await build({
    absWorkingDir: ROOT,
    entryPoints: [inRoot(source)],
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    packages: "external",
    tsconfig: inRoot("tsconfig.json"),
    alias: { "server-only": inRoot("node_modules/server-only/empty.js") },
    logLevel: "silent",
  });
  try {
    const env = { ...process.env, ...environment };
    const options = { cwd: ROOT, env, inherit: true };
    return (await runToExit(process.execPath, [outfile, ...args], options)).code;
  } finally {
    rmSync(outfile, { force: true });
  }
}

async function writeDocument() {
  // Nothing is read from the database; the settings only have to be there.
  const environment = { DATABASE_URL: "mysql://nobody@localhost/none" };
  const code = await runSource("scripts/openapi-document.ts", environment, [DOCUMENT]);
  if (code !== 0) throw new PlainError("The document could not be made.");
  return `${Object.keys(readJson(DOCUMENT).paths).length} paths in docs/openapi.json`;
}

/**
 * The generator speaks to TypeScript 5, which this project has left, so it lives beside the client.
 * @param {(note: string) => void} note
 */
async function writeTypes(note) {
  if (!existsSync(join(CLIENT, "node_modules/openapi-typescript"))) {
    note("installing the generator");
    await run("npm", ["ci", "--no-audit", "--no-fund"], { cwd: CLIENT, note });
  }
  const cli = join(CLIENT, "node_modules/openapi-typescript/bin/cli.js");
  await run(process.execPath, [cli, DOCUMENT, "--output", TYPES], { cwd: CLIENT, note });
  const sum = createHash("sha256").update(readFileSync(DOCUMENT)).digest("hex");
  const types = readFileSync(TYPES, "utf8");
  writeFileSync(
    TYPES,
    `// Made by \`npm run client\` from docs/openapi.json, sha256 ${sum}.\n${types}`,
  );
  return "clients/typescript/schema.d.ts";
}

async function runExample() {
  const demo = readJson(DEMO_FILE) ?? {};
  const environment = {
    MEMBER_SYSTEM_URL: process.env.MEMBER_SYSTEM_URL || demo.url || "http://localhost:3000",
    MEMBER_SYSTEM_KEY: process.env.MEMBER_SYSTEM_KEY || demo.serviceKey,
    MEMBER_SYSTEM_WEBHOOK_SECRET: process.env.MEMBER_SYSTEM_WEBHOOK_SECRET || demo.webhookSecret,
  };
  if (!environment.MEMBER_SYSTEM_KEY || !environment.MEMBER_SYSTEM_WEBHOOK_SECRET) {
    throw new PlainError(
      "Run `npm start` first, or set MEMBER_SYSTEM_URL, MEMBER_SYSTEM_KEY and MEMBER_SYSTEM_WEBHOOK_SECRET.",
    );
  }
  process.exitCode = await runSource("clients/typescript/run-example.ts", environment);
}

async function main() {
  requireNode();
  if (process.argv.includes("--example")) return runExample();
  const progress = createProgress(3);
  await progress.step("Packages", prepare);
  await progress.step("Document", writeDocument);
  await progress.step("Types", writeTypes);
}

main().catch((error) => {
  console.error(error instanceof PlainError ? error.message : error);
  process.exitCode = 1;
});
