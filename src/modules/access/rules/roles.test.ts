import { describe, expect, it } from "vitest";
import { permissionsOf } from "./roles";

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
