/**
 * Which page is asked for, with its question: layouts are told neither. The door writes it over whatever
 * the browser sent.
 */
export const PAGE_PATH_HEADER = "x-page-path";

/** Next's own mark on what its router fetches; no part of the page's address. */
const ROUTER_MARK = "_rsc";

/** `pagePath(new URL("http://shop/console/members?tier=GOLD&_rsc=1a2b"))` → "/console/members?tier=GOLD". */
export function pagePath(url: URL): string {
  const search = url.search
    .slice(1)
    .split("&")
    .filter((part) => part !== "" && part !== ROUTER_MARK && !part.startsWith(`${ROUTER_MARK}=`))
    .join("&");
  return search === "" ? url.pathname : `${url.pathname}?${search}`;
}

/** Set while a page is made that is copied to everybody: whatever it could not read it must not do without. */
export const COPY_HEADER = "x-page-copy";

export function isCopied(headers: Headers): boolean {
  return headers.has(COPY_HEADER);
}

/** Not while a page is made that says nothing of the shop. */
export function isOfOneRequest(headers: Headers): boolean {
  return headers.has(PAGE_PATH_HEADER);
}

export function pagePathOf(headers: Headers): string {
  return headers.get(PAGE_PATH_HEADER) ?? "/";
}
