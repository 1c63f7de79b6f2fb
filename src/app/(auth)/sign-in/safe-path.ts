const anyOrigin = "http://localhost";
/** Nobody wants to come to these. */
const ON_THE_WAY = ["/sign-in", "/second-factor"];

/**
 * Where to go after signing in: a path of this site, never another one.
 * `safePath("/console?tab=lots")` → "/console?tab=lots"; `safePath("//elsewhere.example")` → "/".
 */
export function safePath(path: string | undefined): string {
  if (!path?.startsWith("/") || !URL.canParse(path, anyOrigin)) return "/";
  const url = new URL(path, anyOrigin);
  const stays = url.origin === anyOrigin && !url.pathname.startsWith("//");
  if (!stays || url.pathname.startsWith("/api/") || ON_THE_WAY.includes(url.pathname)) return "/";
  return url.pathname + url.search + url.hash;
}
