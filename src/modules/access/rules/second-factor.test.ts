import { describe, expect, it } from "vitest";
import { demand as demands } from "../schema/access";
import { appCodeOf, owedBy, recoveryCodeOf } from "./second-factor";

describe("what somebody owes who came in", () => {
  it.each([
    ["operator", false, "NOBODY", "PASSWORD", null],
    ["operator", false, "ADMINS", "PASSWORD", null],
    ["admin", false, "ADMINS", "PASSWORD", "ENROLMENT"],
    ["operator", false, "STAFF", "PROVIDER", "ENROLMENT"],
    ["operator", true, "NOBODY", "RESET", "CODE"],
    ["admin", true, "STAFF", "PROVIDER", "CODE"],
    ["admin", true, "STAFF", "PASSKEY", null],
    ["admin", false, "STAFF", "PASSKEY", null],
  ] as const)("%s, has one %s, asked of %s, by %s → %s", (role, hasFactor, demand, by, owes) => {
    expect(owedBy({ role, hasFactor, hasPasskey: false, demand }, by)).toBe(owes);
  });

  it.each([
    ["NOBODY", "PASSWORD", false, null],
    ["STAFF", "PASSWORD", false, "PASSKEY"],
    ["STAFF", "RESET", false, "PASSKEY"],
    ["STAFF", "PASSKEY", false, null],
    ["STAFF", "PASSWORD", true, "CODE"],
  ] as const)("with a passkey, asked of %s, by %s → %s", (demand, by, hasFactor, owes) => {
    expect(owedBy({ role: "operator", hasFactor, hasPasskey: true, demand }, by)).toBe(owes);
  });

  it("is nothing for a member, whatever is asked of staff", () => {
    for (const demand of demands.options) {
      expect(
        owedBy({ role: "member", hasFactor: true, hasPasskey: true, demand }, "PASSWORD"),
      ).toBeNull();
    }
  });
});

describe("codes as people type them", () => {
  it.each([
    ["123 456", "123456"],
    ["12345", null],
    ["１２３４５６", null],
  ])("%s of an app → %s", (typed, code) => {
    expect(appCodeOf(typed)).toBe(code);
  });

  it.each([
    ["abcd-efgh-2345", "ABCDEFGH2345"],
    [" ABCD EFGH 2345 ", "ABCDEFGH2345"],
    ["ABCDEFGH234", null],
    ["ABCDEFGH2340", null],
    ["", null],
  ])("%s to recover → %s", (typed, code) => {
    expect(recoveryCodeOf(typed)).toBe(code);
  });
});
