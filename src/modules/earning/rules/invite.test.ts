import { describe, expect, it } from "vitest";
import { CODE_ALPHABET, isSamePerson, maskedName, normalCode, personOf } from "./invite";
import { planReferrer, stateOfInvitation, stateOfInvited } from "./referral";

describe("an invite code", () => {
  it.each([
    ["ACDKMN34", "ACDKMN34"],
    [" acdk-mn34 ", "ACDKMN34"],
    ["ACDK MN34", "ACDKMN34"],
    ["ACDKMN3", null],
    ["ACDKMN3O", null],
    ["ＡCDKMN34", null],
    ["acdk-mn34-679a-cdef-gh", "ACDKMN34679ACDEFGH"],
    ["ACDKMN34679ACDEFG", null],
    ["", null],
  ])("%j is read as %s", (typed, code) => {
    expect(normalCode(typed)).toBe(code);
  });

  it("has no two signs that look alike", () => {
    for (const alike of ["0O", "1IL", "5S", "8B", "2Z"]) {
      expect([...alike].filter((sign) => CODE_ALPHABET.includes(sign)).length).toBeLessThan(2);
    }
  });
});

describe("the person behind an id", () => {
  it.each([
    ["lin@shop.cn", "lin@shop.cn"],
    ["LIN@Shop.CN", "lin@shop.cn"],
    ["li.n@shop.cn", "lin@shop.cn"],
    ["lin+friend@shop.cn", "lin@shop.cn"],
    ["l.i.n+a+b@GoogleMail.com", "lin@gmail.com"],
    ["u-A1", "u-A1"],
    ["@lin", "@lin"],
    ["lin@", "lin@"],
  ])("%s is %s", (externalId, person) => {
    expect(personOf(externalId)).toBe(person);
  });

  it.each([
    ["lin@shop.cn", "LIN@SHOP.CN", true],
    ["lin@shop.cn", "l.in+2@shop.cn", true],
    ["lin@gmail.com", "lin@googlemail.com", true],
    ["Lin.Xia", "linxia", true],
    ["u-1", "u-1", true],
    ["u-1", "u-2", false],
    ["lin@shop.cn", "lin@other.cn", false],
  ])("%s and %s are the same: %s", (a, b, same) => {
    expect(isSamePerson(a, b)).toBe(same);
    expect(isSamePerson(b, a)).toBe(same);
  });
});

describe("the referrer’s side", () => {
  const facts = { closed: false, rewardedThisMonth: 0, perMonthMax: 20 };
  const nothing = { takeBack: false, reward: false, refusal: null };

  it.each([
    ["has nothing to do before the first order", null, null, {}, nothing],
    ["is rewarded for it", "o1", null, {}, { ...nothing, reward: true }],
    ["is rewarded once", "o1", "o1", {}, nothing],
    ["gives it back when the order is undone", null, "o1", {}, { ...nothing, takeBack: true }],
    [
      "goes with the invited to another order",
      "o2",
      "o1",
      {},
      { takeBack: true, reward: true, refusal: null },
    ],
    [
      "has its last reward of the month",
      "o1",
      null,
      { rewardedThisMonth: 19 },
      { ...nothing, reward: true },
    ],
    ["is capped", "o1", null, { rewardedThisMonth: 20 }, { ...nothing, refusal: "CAPPED" }],
    ["gets nothing when gone", "o1", null, { closed: true }, { ...nothing, refusal: "CLOSED" }],
  ] as const)("%s", (_, orderId, referrerOrderId, changes, expected) => {
    expect(planReferrer({ orderId, referrerOrderId }, { ...facts, ...changes })).toEqual(expected);
  });
});

describe("what a friend reads of a name", () => {
  it.each([
    ["林夏", "林**"],
    ["A", "A**"],
    ["  Ada Lovelace", "A**"],
    ["👩‍💻 Mei", "👩‍💻**"],
    ["é́x", "é́**"],
    ["", null],
    [null, null],
  ])("%j is %j", (nickname, masked) => {
    expect(maskedName(nickname)).toBe(masked);
  });
});

describe("how far an invitation has come", () => {
  const at = new Date("2026-07-01T04:00:00Z");
  const none = {
    ...{ orderId: null, referrerOrderId: null, referrerRewardedAt: null, dueAt: null },
    ...{ refusal: null, isClosed: false },
  };

  it.each([
    [{}, "JOINED"],
    [{ dueAt: at }, "WAITING"],
    [{ orderId: "o1" }, "WAITING"],
    [{ orderId: "o1", referrerOrderId: "o1", referrerRewardedAt: at }, "REWARDED"],
    [{ orderId: "o1", refusal: "CAPPED" }, "CAPPED"],
    [{ referrerRewardedAt: at }, "TAKEN_BACK"],
    [{ dueAt: at, referrerRewardedAt: at }, "WAITING"],
    [{ isClosed: true }, "ENDED"],
    [{ refusal: "MERGED" }, "ENDED"],
    // What was paid stays so, also of who left afterwards.
    [{ orderId: "o1", referrerOrderId: "o1", isClosed: true }, "REWARDED"],
  ] as const)("for who invited: %o is %s", (facts, state) => {
    expect(stateOfInvitation({ ...none, ...facts })).toBe(state);
  });

  it.each([
    [{}, "JOINED"],
    [{ dueAt: at }, "WAITING"],
    [{ orderId: "o1" }, "REWARDED"],
    [{ orderId: "o1", refusal: "CAPPED" }, "REWARDED"],
    [{ refusal: "MERGED" }, "ENDED"],
  ] as const)("for who was invited: %o is %s", (facts, state) => {
    expect(stateOfInvited({ ...none, ...facts })).toBe(state);
  });
});
