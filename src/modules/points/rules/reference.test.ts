import { describe, expect, it } from "vitest";
import { shownReference } from "./reference";

describe("a reference as people see it", () => {
  it.each([
    ["REFERRAL", "A1001:referrer", "referrer"],
    ["REFERRAL", "A:1001:referrer", "referrer"],
    ["REFERRAL", "A1001:invited", "A1001:invited"],
    ["REFERRAL", "0123456789abcdef01234567:referrer", "0123456789abcdef01234567:referrer"],
    ["ORDER", "A1001:referrer", "A1001:referrer"],
  ])("%s %s is shown as %s", (type, id, shown) => {
    expect(shownReference(type, id)).toBe(shown);
  });
});
