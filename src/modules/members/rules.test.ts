import { describe, expect, it } from "vitest";
import { changeBirthday, memberCode, requireActive, requireNotClosed } from "./rules";

const CHANGED = new Date("2026-01-10T08:00:00Z");
const daysOn = (days: number, ms = 0) => new Date(CHANGED.getTime() + days * 86_400_000 + ms);

describe("changing a birthday", () => {
  it.each([
    ["is set once freely", null, null, "1990-05-17", CHANGED, false],
    ["may be said again at any time", "1990-05-17", CHANGED, "1990-05-17", daysOn(1), false],
    ["is changed a first time and locks", "1990-05-17", null, "1991-05-17", daysOn(1), true],
    [
      "is changed again at the end of 365 days",
      "1990-05-17",
      CHANGED,
      "1991-05-17",
      daysOn(365),
      true,
    ],
  ])("%s", (_, birthday, changedAt, next, now, locks) => {
    expect(changeBirthday({ birthday, changedAt }, next, now)).toBe(locks);
  });

  it.each([
    ["the next day", daysOn(1)],
    ["a millisecond before 365 days are over", daysOn(365, -1)],
  ])("is refused %s, saying from when on", (_, now) => {
    const facts = { birthday: "1990-05-17", changedAt: CHANGED };
    expect(() => changeBirthday(facts, "1991-05-17", now)).toThrowError(
      expect.objectContaining({
        domainCode: "BIRTHDAY_LOCKED",
        facts: { changeableAt: "2027-01-10T08:00:00.000Z" },
      }),
    );
  });
});

describe("what a member’s status allows", () => {
  it.each([
    ["ACTIVE", true, true],
    ["FROZEN", false, true],
    ["CLOSED", false, false],
  ] as const)("%s: spend %s, exist %s", (status, maySpend, isThere) => {
    const refusal = expect.objectContaining({
      domainCode: "MEMBER_STATUS_INVALID",
      facts: { memberStatus: status },
    });
    if (maySpend) expect(() => requireActive(status)).not.toThrow();
    else expect(() => requireActive(status)).toThrowError(refusal);
    if (isThere) expect(() => requireNotClosed(status)).not.toThrow();
    else expect(() => requireNotClosed(status)).toThrowError(refusal);
  });
});

describe("a member code", () => {
  it.each([
    [0, "M000000000000"],
    [251105000123, "M251105000123"],
    [999_999_999_999, "M999999999999"],
  ])("of %i is %s", (number, code) => {
    expect(memberCode(number)).toBe(code);
  });
});
