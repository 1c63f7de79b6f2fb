import { test as base, type Page } from "@playwright/test";

export * from "@playwright/test";

/** Longer than any page takes; one that never listens is for the test's own words to tell. */
const LISTENING_TIMEOUT = 20_000;

/**
 * Waits until the page answers to what is done on it. It is seen before that: a click in between is
 * nobody's. React leaves a mark on each element once it has it; pages without it listen at once.
 */
async function untilListening(page: Page): Promise<void> {
  await page.waitForFunction(
    () =>
      !("__next_f" in globalThis) ||
      [...document.querySelectorAll("body button, body a[href], body input, body select")].every(
        (element) => Object.keys(element).some((key) => key.startsWith("__reactProps$")),
      ),
    undefined,
    { timeout: LISTENING_TIMEOUT },
  );
}

function waitsToListen(page: Page): void {
  const goto = page.goto.bind(page);
  const reload = page.reload.bind(page);
  // Who does not wait for the page to load looks at what is before it listens.
  const isWaiting = (until?: string) => until === undefined || until === "networkidle";
  page.goto = async (url, options) => {
    const answer = await goto(url, options);
    if (isWaiting(options?.waitUntil)) await untilListening(page);
    return answer;
  };
  page.reload = async (options) => {
    const answer = await reload(options);
    if (isWaiting(options?.waitUntil)) await untilListening(page);
    return answer;
  };
}

/** The test whose pages, of whatever window, are opened once they listen. */
export const test = base.extend<object, object>({
  browser: [
    async ({ browser }, use) => {
      const newContext = browser.newContext.bind(browser);
      browser.newContext = async (options) => {
        const context = await newContext(options);
        context.on("page", waitsToListen);
        return context;
      };
      await use(browser);
    },
    { scope: "worker" },
  ],
});
