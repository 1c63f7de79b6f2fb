import { describe, expect, it } from "vitest";
import { grantorOf, isOtherPerson, isPowerful, permissionsOf } from "./roles";

describe("what a role may do", () => {
  it("is nothing for a member, who reaches their own by being themself", () => {
    expect(permissionsOf("member")).toEqual([]);
  });

  it("is everything an operator may and more for an admin", () => {
    const operator = permissionsOf("operator");
    const admin = permissionsOf("admin");
    for (const permission of operator) expect(admin).toContain(permission);
    for (const permission of ["program:publish", "access:manage", "points:approve"] as const) {
      expect(admin).toContain(permission);
      expect(operator).not.toContain(permission);
    }
  });
});

const caller = (kind: string, actor: string, personId: number | null, pointsPerDayMax = 0) => ({
  kind,
  actor,
  userId: kind === "service" ? null : personId,
  personId,
  pointsPerDayMax: pointsPerDayMax === 0 ? null : pointsPerDayMax,
});

describe("whose day what is given counts on", () => {
  it.each([
    ["an operator’s own", caller("operator", "operator:5", 5), "user:5"],
    ["the same after a promotion", caller("admin", "admin:5", 5), "user:5"],
    ["of a key whoever made it", caller("service", "service:7", 5), "user:5"],
    ["of a key with a limit of its own", caller("service", "service:7", 5, 100), "key:7"],
    ["of a key that nobody is known for", caller("service", "service:7", null), "key:7"],
    ["nobody’s: a member", caller("member", "member:3", null), undefined],
    ["nobody’s: a job", caller("anonymous", "system", null), undefined],
  ])("is %s", (_, acting, name) => {
    expect(grantorOf(acting)?.name).toBe(name);
  });
});

describe("the second person", () => {
  const asked = { requestedBy: "operator:5", requesterId: 5 };
  it.each([
    ["somebody else", caller("admin", "admin:6", 6), true],
    ["the same as an admin", caller("admin", "admin:5", 5), false],
    ["an account of theirs", caller("admin", "admin:9", 5), false],
    ["a key of somebody else", caller("service", "service:7", 6), false],
    ["nobody who is known", caller("admin", "admin:9", null), false],
  ])("%s", (_, acting, may) => {
    expect(isOtherPerson(asked, acting)).toBe(may);
  });

  it("is somebody of another name where no person is known behind the request", () => {
    const old = { requestedBy: "service:7", requesterId: null };
    expect(isOtherPerson(old, caller("admin", "admin:6", 6))).toBe(true);
  });
});

describe("a key that two persons make", () => {
  it.each([
    [["points:adjust"], null, true],
    [["points:write"], null, true],
    [["members:read", "members:write"], null, true],
    [["benefits:write"], null, true],
    [["members:read"], 1, true],
    [["members:read", "stats:read", "events:read"], null, false],
  ] as const)("%j with %j a day: %s", (scopes, pointsPerDayMax, powerful) => {
    expect(isPowerful({ scopes, pointsPerDayMax })).toBe(powerful);
  });
});
