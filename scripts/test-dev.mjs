/**
 * `npm run test:dev`: `npm run dev` in a copy of this checkout, on a database of its own. A page answers;
 * changed words and a changed component are seen on it, a changed service in the API; what does not
 * bundle is said and leaves the server running; Ctrl-C leaves no process. Each part is awaited for as long
 * as a busy machine may take: it proves that, not how fast.
 */

import { spawn } from "node:child_process";
import {
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { prepare } from "./build.mjs";
import { createLifecycle, runTool } from "./lifecycle.mjs";
import { freePort } from "./ports.mjs";
import { commandLine, endOf, processesWithArgument, stopProcess } from "./processes.mjs";
import { createProgress, duration, PlainError } from "./progress.mjs";
import { createTestFolder, dropDatabase, openTestDatabase } from "./test-bench.mjs";
import { inRoot } from "./workspace.mjs";

const DATABASE = "member_system_dev";
const COPIED = ["src", "scripts", "prisma", "public", "package.json", "package-lock.json"].concat([
  "next.config.mjs",
  "postcss.config.mjs",
  "prisma.config.ts",
  "tailwind.config.ts",
  "tsconfig.json",
]);
const WITHIN_MS = 300_000;
const API = "/api/v1/member-system";
const PAGE = "/sign-in";
const ENGLISH = { "Accept-Language": "en" };

const lifecycle = createLifecycle();
const progress = createProgress();

/**
 * Below .data, so that the packages are found inside the folder that Next may read.
 * @param {string} folder
 */
function copyInto(folder) {
  mkdirSync(folder);
  for (const name of COPIED) cpSync(inRoot(name), join(folder, name), { recursive: true });
  symlinkSync(inRoot("node_modules"), join(folder, "node_modules"));
}

/**
 * @param {string} what
 * @param {() => Promise<boolean> | boolean} holds
 * @param {() => string} output
 */
async function becomes(what, holds, output) {
  for (const deadline = Date.now() + WITHIN_MS; Date.now() < deadline; await sleep(200)) {
    if (await Promise.resolve(holds()).catch(() => false)) return;
  }
  throw new PlainError(`Not so: ${what}. The output of npm run dev:\n${output()}`);
}

/** @param {string} path @param {string} from @param {string} to */
function change(path, from, to) {
  const text = readFileSync(path, "utf8");
  if (!text.includes(from)) throw new PlainError(`${path} has no “${from}” to change`);
  writeFileSync(path, text.replace(from, to));
}

/**
 * Bundlers and workers too, which nobody marked.
 * @param {string} folder
 */
function processesNaming(folder) {
  if (process.platform !== "linux") return [];
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => commandLine(Number(pid)).some((argument) => argument.includes(folder)));
}

async function main() {
  await progress.step("Packages", prepare);
  const { folder } = await createTestFolder(lifecycle);
  const url = await progress.step("Database", (note) => openTestDatabase(folder, lifecycle, note));
  await dropDatabase(url, DATABASE);
  const checkout = join(folder, "checkout");
  copyInto(checkout);
  const port = await freePort();
  const { SEED, JOBS, APP_URL, ...given } = process.env;
  const child = spawn(process.execPath, ["scripts/start.mjs", "--dev"], {
    cwd: checkout,
    env: {
      ...given,
      DATABASE_URL: url(DATABASE),
      MEMBER_SYSTEM_ENV: "development",
      PORT: String(port),
    },
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  let text = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk) => {
      text += chunk;
    });
  }
  const output = () => text;
  const ended = endOf(child);
  await lifecycle.onEnd(() => stopProcess(child.pid ?? 0));

  const base = `http://localhost:${port}`;
  const page = async () => (await fetch(`${base}${PAGE}`, { headers: ENGLISH })).text();
  const statusOfNothing = async () => (await fetch(`${base}${API}/nothing`)).status;
  /** @type {[string, () => Promise<unknown>][]} */
  const parts = [
    ["It starts", () => becomes("it runs", () => text.includes("Ctrl-C stops it"), output)],
    [
      "A page answers",
      () => becomes("200", async () => (await fetch(`${base}${PAGE}`)).status === 200, output),
    ],
    [
      "Changed words are on the page",
      async () => {
        const words = join(checkout, "src/i18n/messages/en/common.json");
        change(words, '"title": "Sign in"', '"title": "Come in at last"');
        await becomes("new words", async () => (await page()).includes("Come in at last"), output);
      },
    ],
    [
      "A changed component is on the page",
      async () => {
        change(join(checkout, "src/app/layout.tsx"), "<body", '<body data-changed="yes"');
        await becomes("data-changed", async () => (await page()).includes("data-changed"), output);
      },
    ],
    [
      "A changed service answers in the API",
      async () => {
        const errors = join(checkout, "src/platform/errors.ts");
        change(errors, "  NOT_FOUND: 404,", "  NOT_FOUND: 410,");
        await becomes("410", async () => (await statusOfNothing()) === 410, output);
        await becomes("it is said", () => text.includes("runs what was saved"), output);
      },
    ],
    [
      "Source that does not bundle is said, and the server goes on",
      async () => {
        const server = join(checkout, "src/dev.ts");
        change(server, "async function main", "asyn c function main");
        await becomes("an error", () => text.includes("The server before it goes on"), output);
        await becomes("410", async () => (await statusOfNothing()) === 410, output);
      },
    ],
    [
      "Ctrl-C leaves no process",
      async () => {
        process.kill(child.pid ?? 0, "SIGINT");
        await ended;
        const mark = `--started-by=${join(checkout, ".data/start.lock")}`;
        await becomes("no server", () => processesWithArgument(mark).length === 0, output);
        await becomes("no other", () => processesNaming(checkout).length === 0, output);
      },
    ],
  ];
  const startedAt = Date.now();
  for (const [title, run] of parts) await progress.step(title, run, () => "yes");
  await dropDatabase(url, DATABASE);
  rmSync(checkout, { recursive: true, force: true });
  console.log(`${parts.length} passed, 0 failed (${duration(Date.now() - startedAt)})`);
  return 0;
}

await runTool(lifecycle, main);
