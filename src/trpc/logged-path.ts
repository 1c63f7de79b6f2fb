import { REST_PREFIX, TRPC_PREFIX } from "./doors";

/**
 * What of an address the log has: which door, and what is asked of it. What stands behind may be the code of
 * a coupon, or whom it is about.
 * `loggedPath("/api/v1/member-system/coupons/SPRING24/check")` → "/api/v1/member-system/coupons/…".
 */
export function loggedPath(pathname: string): string {
  const door = [REST_PREFIX, TRPC_PREFIX].find((prefix) => pathname.startsWith(`${prefix}/`)) ?? "";
  const [first = "", ...others] = pathname.slice(door.length + 1).split("/");
  return `${door}/${first}${others.length > 0 ? "/…" : ""}`;
}
