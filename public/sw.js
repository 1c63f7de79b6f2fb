/**
 * Shows a page of the shop's own where there is no connection. Kept here is that page with what it is
 * made of, which is the same for everybody; what it shows of a member it finds in the pocket of the
 * browser (src/app/shell/pocket). Answers of the API and pages of members are never kept: points,
 * prices and stock are the server's to say.
 */

const SHELL = "shell";
const PAGE = "/offline";
/** What every page of ours is made of; its files never change under their names. */
const PART =
  /\/(?:_next\/static\/[^"'\\\s)?]+\.(?:js|css|woff2)|fonts\/[^"'\\\s)?]+\.woff2|api\/logo\/[0-9a-f]{32})/g;
const IS_PART = /^\/(_next\/static|fonts|api\/logo)\//;
/** A deploy is taken in with a page that is opened some minutes later. */
const FRESH_MS = 5 * 60_000;

let freshUntil = 0;

self.addEventListener("install", (event) => {
  event.waitUntil(keepPage().then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(self.clients.claim());
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (request.mode === "navigate") event.respondWith(pageOr(event));
  else if (IS_PART.test(url.pathname)) event.respondWith(partOr(request));
});

/** @param {FetchEvent} event */
async function pageOr(event) {
  try {
    const answer = await fetch(event.request);
    if (Date.now() > freshUntil) event.waitUntil(keepPage().catch(() => undefined));
    return answer;
  } catch (error) {
    const kept = await (await caches.open(SHELL)).match(PAGE);
    if (kept) return kept;
    throw error;
  }
}

/** @param {Request} request */
async function partOr(request) {
  const kept = await (await caches.open(SHELL)).match(request.url);
  return kept ?? fetch(request);
}

/** The page and its parts as the server has them now: all of them, or what was kept before stays. */
async function keepPage() {
  freshUntil = Date.now() + FRESH_MS;
  try {
    const page = await fetch(PAGE, { cache: "no-cache", redirect: "error" });
    if (!page.ok) throw new Error(`${PAGE} answered ${page.status}`);
    const parts = [...new Set((await page.clone().text()).match(PART) ?? [])];
    const shell = await caches.open(SHELL);
    await Promise.all(parts.map((part) => keepPart(shell, part)));
    await shell.put(PAGE, page);
    const wanted = new Set([PAGE, ...parts]);
    for (const { url } of await shell.keys()) {
      const { pathname } = new URL(url);
      if (!wanted.has(pathname)) await shell.delete(url);
    }
  } catch (error) {
    freshUntil = 0;
    throw error;
  }
}

/** @param {Cache} shell @param {string} part */
async function keepPart(shell, part) {
  if (await shell.match(part)) return;
  const answer = await fetch(part);
  if (!answer.ok) throw new Error(`${part} answered ${answer.status}`);
  await shell.put(part, answer);
}
