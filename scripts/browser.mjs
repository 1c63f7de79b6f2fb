/** Chromium and a font with Chinese characters for the browser tests. */

import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { aptInstall, canInstallWithApt } from "./apt.mjs";
import { run } from "./processes.mjs";
import { inRoot, ROOT } from "./workspace.mjs";

/** Debian's package: draws no window, and so does the same with three quarters of the work. */
const SHELL = "chromium-headless-shell";

/** @returns {string | undefined} the program of Debian's package, if one is there */
export function installedBrowser() {
  return [SHELL, "chromium"].map((name) => `/usr/bin/${name}`).find((path) => existsSync(path));
}

/** @param {(note: string) => void} note */
export async function ensureBrowser(note) {
  const missing = [
    ...((await hasChromium()) ? [] : [SHELL]),
    ...(hasChineseFont() ? [] : ["fonts-noto-cjk"]),
  ];
  if (missing.length === 0) return "found";
  if (canInstallWithApt()) {
    // fontconfig tells which fonts there are, and comes with neither for certain.
    await aptInstall([...missing, "fontconfig"], note);
    return `installed ${missing.join(" and ")}`;
  }
  if (!missing.includes(SHELL)) return "found, but no Chinese font";
  note("playwright install chromium");
  const cli = inRoot("node_modules/@playwright/test/cli.js");
  await run(process.execPath, [cli, "install", "chromium"], { cwd: ROOT, note });
  return "installed Playwright's Chromium";
}

async function hasChromium() {
  if (installedBrowser()) return true;
  const { chromium } = await import("@playwright/test");
  return existsSync(chromium.executablePath());
}

function hasChineseFont() {
  if (process.platform !== "linux") return true;
  try {
    return execFileSync("fc-list", [":lang=zh-cn"], { encoding: "utf8" }).trim() !== "";
  } catch {
    return false;
  }
}
