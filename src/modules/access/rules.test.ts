import { describe, expect, it } from "vitest";
import { normalEmail, permissionsOf } from "./rules";

describe("what a role may do", () => {
  it("is nothing for a member, who reaches their own by being themself", () => {
    expect(permissionsOf("member")).toEqual([]);
  });

  it("is everything an operator may and more for an admin", () => {
    const operator = permissionsOf("operator");
    const admin = permissionsOf("admin");
    for (const permission of operator) expect(admin).toContain(permission);
    for (const permission of ["program:publish", "access:manage"] as const) {
      expect(admin).toContain(permission);
      expect(operator).not.toContain(permission);
    }
  });
});

describe("an address", () => {
  it.each([
    [" Lin@Shop.CN ", "lin@shop.cn"],
    ["LIN@SHOP.CN", "lin@shop.cn"],
    ["lin@shop.cn", "lin@shop.cn"],
  ])("%j is the account of %s", (typed, account) => {
    expect(normalEmail(typed)).toBe(account);
  });
});
