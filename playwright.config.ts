import { defineConfig } from "@playwright/test";
import { installedBrowser } from "./scripts/browser.mjs";

/**
 * `npm test` starts the built server on a freshly seeded database of its own and says where it is
 * (BASE_URL) and who can sign in (DEMO_JSON).
 */
export default defineConfig({
  testDir: "e2e",
  outputDir: "test-results/browser",
  fullyParallel: true,
  // Much of a test is waiting: for a minute to pass, for the network, for one process on another.
  workers: 3,
  retries: 0,
  forbidOnly: true,
  // A busy machine must not look like a fault.
  timeout: 120_000,
  expect: { timeout: 20_000 },
  reporter: [["list"]],
  use: {
    baseURL: process.env.BASE_URL ?? "http://localhost:3000",
    locale: "zh-CN",
    timezoneId: "Asia/Shanghai",
    // It keeps pages for want of a connection; the specs that are about it allow it.
    serviceWorkers: "block",
    // Recording each step takes a third of the time: `TRACE=1` when something is to be found.
    trace: process.env.TRACE ? "retain-on-failure" : "off",
    screenshot: "only-on-failure",
    launchOptions: {
      // Elsewhere the one that Playwright downloaded itself.
      executablePath: installedBrowser(),
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
  projects: [
    { name: "phone", use: { viewport: { width: 390, height: 844 }, hasTouch: true } },
    // But for what is the same at any width.
    {
      name: "desktop",
      grepInvert: /@once/,
      use: { viewport: { width: 1440, height: 900 } },
    },
  ],
});
