/**
 * `npm run bench:pages`: Lighthouse, as on a phone, on the two pages that shoppers see first, of the
 * built product with its demo. `npm run bench:pages -- --runs 5`. Lighthouse is fetched by npm when it
 * is not there: nothing else needs it.
 */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { ensureBrowser, installedBrowser } from "./browser.mjs";
import { ensureBuild, prepare } from "./build.mjs";
import { createLifecycle, runTool } from "./lifecycle.mjs";
import { runToExit } from "./processes.mjs";
import { createProgress, PlainError } from "./progress.mjs";
import { createTestFolder, openTestDatabase, openTestSystem } from "./test-bench.mjs";
import { readJson, requireNode } from "./workspace.mjs";

const LIGHTHOUSE = "lighthouse@13.5.0";
const CATEGORIES = ["performance", "accessibility", "best-practices", "seo"];

/** What each has to come to; a member's page is for no search engine, which is no fault of it. */
const PAGES = [
  { path: "/tiers", signedIn: false, performance: 95, skipped: "" },
  { path: "/membership", signedIn: true, performance: 90, skipped: "is-crawlable" },
];
const OTHERS = 95;

const lifecycle = createLifecycle();

/** @param {string} baseUrl @param {{ email: string, password: string }} who @returns {Promise<string>} */
async function sessionCookie(baseUrl, { email, password }) {
  const { request } = await import("@playwright/test");
  const context = await request.newContext({ baseURL: baseUrl });
  const { csrfToken } = await (await context.get("/api/auth/csrf")).json();
  const form = { csrfToken, email, password, json: "true" };
  await context.post("/api/auth/callback/credentials", { form, headers: { origin: baseUrl } });
  const { cookies } = await context.storageState();
  await context.dispose();
  if (!cookies.some(({ name }) => name.includes("session-token"))) {
    throw new PlainError("Nobody could be signed in.");
  }
  return cookies.map(({ name, value }) => `${name}=${value}`).join("; ");
}

/**
 * @param {string} url
 * @param {{ folder: string, cookie: string | null, skipped: string }} options
 * @returns {Promise<Record<string, number>>} of each category, and what the first is made of
 */
async function look(url, { folder, cookie, skipped }) {
  const output = join(folder, "lighthouse.json");
  const args = [
    ...["exec", "--yes", `--package=${LIGHTHOUSE}`, "--", "lighthouse", url, "--quiet"],
    ...["--output=json", `--output-path=${output}`, `--only-categories=${CATEGORIES.join(",")}`],
    "--chrome-flags=--headless --no-sandbox --disable-gpu --disable-dev-shm-usage",
    ...(skipped ? [`--skip-audits=${skipped}`] : []),
    ...(cookie ? [`--extra-headers=${JSON.stringify({ Cookie: cookie })}`] : []),
  ];
  const browser = installedBrowser();
  const env = { ...process.env, ...(browser && { CHROME_PATH: browser }) };
  const { code } = await runToExit("npm", args, { cwd: folder, env, inherit: true });
  if (code !== 0) throw new PlainError(`Lighthouse ended with ${code} on ${url}.`);
  const { categories, audits } = JSON.parse(readFileSync(output, "utf8"));
  const scores = CATEGORIES.map((name) => [name, Math.round(categories[name].score * 100)]);
  const times = ["largest-contentful-paint", "total-blocking-time", "total-byte-weight"];
  return Object.fromEntries([
    ...scores,
    ...times.map((name) => [name, Math.round(audits[name].numericValue)]),
    ["cumulative-layout-shift", audits["cumulative-layout-shift"].numericValue],
  ]);
}

/** @param {readonly number[]} figures */
function median(figures) {
  return [...figures].sort((a, b) => a - b)[Math.floor(figures.length / 2)] ?? 0;
}

/** @param {string[]} args @returns {Promise<number>} */
async function main(args) {
  requireNode();
  const { values } = parseArgs({ args, options: { runs: { type: "string", default: "5" } } });
  const runs = Number(values.runs);
  if (!Number.isInteger(runs) || runs < 1) throw new PlainError("--runs is a whole number.");
  const progress = createProgress();
  await progress.step("Packages", prepare);
  await progress.step("Browser", ensureBrowser);
  await progress.step("Build", ensureBuild);
  const { folder, lock } = await createTestFolder(lifecycle);
  const url = await progress.step("Database", (note) => openTestDatabase(folder, lifecycle, note));
  const { baseUrl, demoFile } = await progress.step("Server", (note) =>
    openTestSystem({ folder, lock, url, lifecycle, note }),
  );
  const gold = readJson(demoFile).signIns.find((/** @type {{ email: string }} */ one) =>
    one.email.startsWith("gold@"),
  );
  const cookie = await sessionCookie(baseUrl, gold);
  let isEnough = true;
  for (const { path, signedIn, performance, skipped } of PAGES) {
    /** @type {Record<string, number>[]} */
    const seen = [];
    for (let run = 0; run < runs; run++) {
      const options = { folder, cookie: signedIn ? cookie : null, skipped };
      seen.push(await look(`${baseUrl}${path}`, options));
    }
    const names = Object.keys(seen[0] ?? {});
    const medians = Object.fromEntries(
      names.map((name) => [name, median(seen.map((one) => one[name] ?? 0))]),
    );
    console.log(`\n${path}, median of ${runs}`);
    for (const name of names) {
      console.log(
        `  ${name.padEnd(26)} ${medians[name]}  (${seen.map((one) => one[name]).join(" ")})`,
      );
    }
    const least = (/** @type {string} */ name) => (name === "performance" ? performance : OTHERS);
    isEnough &&= CATEGORIES.every((name) => (medians[name] ?? 0) >= least(name));
  }
  return isEnough ? 0 : 1;
}

await runTool(lifecycle, () => main(process.argv.slice(2)));
