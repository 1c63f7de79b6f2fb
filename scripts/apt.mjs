/** Debian's and Ubuntu's own packages, for what npm cannot bring: the database and the browser. */

import { existsSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { runToExit } from "./processes.mjs";
import { PlainError } from "./progress.mjs";

const LOCK_RETRIES = 60;
const LOCK_RETRY_MS = 5_000;

export function canInstallWithApt() {
  return process.getuid?.() === 0 && existsSync("/usr/bin/apt-get");
}

/**
 * @param {string[]} packages
 * @param {(note: string) => void} note
 */
export async function aptInstall(packages, note) {
  note("apt-get update");
  await apt(["update"], note);
  note(`apt-get install ${packages.join(" ")}`);
  await apt(["install", "-y", "--no-install-recommends", ...packages], note);
}

/**
 * Another apt-get may be at work (a fresh cloud machine updates itself): that is waited for.
 * @param {string[]} args
 * @param {(note: string) => void} note
 */
async function apt(args, note) {
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive", LC_ALL: "C" };
  for (let attempt = 0; ; attempt += 1) {
    const command = ["-o", "DPkg::Lock::Timeout=300", ...args];
    const { code, output } = await runToExit("apt-get", command, { env, note });
    if (code === 0) return;
    const isLocked = /could not get lock|unable to lock/i.test(output);
    if (!isLocked || attempt >= LOCK_RETRIES) {
      const problems = output.split("\n").filter((line) => /^[EW]:/.test(line));
      throw new PlainError(`\`apt-get ${args.join(" ")}\` failed.\n${problems.join("\n")}`);
    }
    note("another apt-get is running, waiting for it");
    await sleep(LOCK_RETRY_MS);
  }
}
