import { describe, expect, it } from "vitest";
import { REST_PREFIX } from "./doors";
import { loggedPath } from "./logged-path";

describe("an address in the log", () => {
  it.each([
    [`${REST_PREFIX}/coupons/SPRING24/check`, `${REST_PREFIX}/coupons/…`],
    [`${REST_PREFIX}/coupons`, `${REST_PREFIX}/coupons`],
    [`${REST_PREFIX}//coupons/SPRING24/check`, `${REST_PREFIX}//…`],
    [`/${REST_PREFIX}/coupons/SPRING24/check`, "//…"],
    ["/api/trpc/coupons.check", "/api/trpc/coupons.check"],
    ["/console/members/12/merge", "/console/…"],
    ["/", "/"],
  ])("%s is written as %s", (path, written) => {
    expect(loggedPath(path)).toBe(written);
  });
});
