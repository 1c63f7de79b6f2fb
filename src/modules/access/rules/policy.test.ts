import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { approvalKind } from "../schema/approvals";
import { type ActPolicy, WITH_WORTH } from "../schema/policy";
import { DEFAULT_POLICY, isBeyond, ownMailboxOf, policyChanges, policyFaults } from "./policy";

const policy = (change: Partial<ActPolicy>): ActPolicy => ({ ...DEFAULT_POLICY, ...change });
const above = policy({ aboveMinor: 10_000, dayMinor: 50_000 });

describe("the policy of an act", () => {
  it.each<[string, ActPolicy, number | null, boolean]>([
    ["says nothing", DEFAULT_POLICY, null, false],
    ["wants two for every one, worth nothing", policy({ always: true }), 0, true],
    ["and an amount, just that", above, 10_000, false],
    ["and an amount, a fen more", above, 10_001, true],
    ["and an amount, without bound", above, null, true],
    ["an amount of nothing, worth nothing", policy({ aboveMinor: 0, dayMinor: 0 }), 0, false],
  ])("%s", (_, said, worth, beyond) => {
    expect(isBeyond(said, worth)).toBe(beyond);
  });

  const amount = fc.option(fc.integer({ min: 0, max: 1_000_000 }));
  const anyPolicy = fc.record({
    always: fc.boolean(),
    aboveMinor: amount,
    dayMinor: amount,
    decidedBy: fc.constantFrom("ADMIN" as const, "STAFF" as const),
    waitDays: fc.integer({ min: 1, max: 365 }),
  });

  it("never lets what is worth more pass where what is worth less waits", () => {
    fc.assert(
      fc.property(anyPolicy, fc.nat(), fc.nat(), (said, a, b) => {
        const [less, more] = [Math.min(a, b), Math.max(a, b)];
        if (isBeyond(said, less)) expect(isBeyond(said, more)).toBe(true);
        if (isBeyond(said, more)) expect(isBeyond(said, null)).toBe(true);
      }),
    );
  });

  it("has both amounts or neither, the day’s not below the other, and none where nothing is given", () => {
    fc.assert(
      fc.property(fc.constantFrom(...approvalKind.options), anyPolicy, (act, said) => {
        if (policyFaults(act, said).length > 0) return;
        const { aboveMinor, dayMinor, decidedBy } = said;
        expect((aboveMinor === null) === (dayMinor === null)).toBe(true);
        if (aboveMinor !== null && dayMinor !== null) expect(dayMinor >= aboveMinor).toBe(true);
        if (!WITH_WORTH.includes(act)) expect([aboveMinor, decidedBy]).toEqual([null, "ADMIN"]);
      }),
    );
  });

  it("is told field by field", () => {
    expect(policyChanges(above, { ...above, waitDays: 7, aboveMinor: null })).toEqual([
      { field: "policyAboveMinor", before: "10000", after: null },
      { field: "policyWaitDays", before: "30", after: "7" },
    ]);
    expect(policyChanges(above, above)).toEqual([]);
  });
});

describe("the mailbox of whoever owns an address", () => {
  it.each([
    ["Lin+2@shop.cn", "lin@shop.cn"],
    ["li.n@shop.cn", "li.n@shop.cn"],
    ["l.i.n+x@googlemail.com", "lin@gmail.com"],
  ])("of %s is %s", (address, mailbox) => {
    expect(ownMailboxOf(address)).toBe(mailbox);
  });
});
