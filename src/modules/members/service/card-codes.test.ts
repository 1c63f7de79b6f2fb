import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { useDatabase } from "@/testing/database";
import { CARD_CODE, cardCode, cardCodesFrom, readCardCode, slotAt } from "./card-codes";

const NOW = Date.UTC(2026, 4, 10, 4, 0, 12);
const refusal = (code: string, ms: number) => {
  try {
    return readCardCode(code, ms);
  } catch (error) {
    return (error as { facts: { reason: string } }).facts.reason;
  }
};
const codes = fc
  .integer({ min: 0, max: 999_999_999_999 })
  .map((n) => `M${String(n).padStart(12, "0")}`);
const steps = (count: number) => count * 30_000;

describe("the code on a card", () => {
  useDatabase();

  it("is twenty digits, the same for thirty seconds and another one then", () => {
    fc.assert(
      fc.property(codes, fc.nat(29_999), (memberCode, ms) => {
        const slot = slotAt(NOW);
        expect(cardCode(memberCode, slot)).toMatch(CARD_CODE);
        expect(slotAt(slot * 30_000 + ms)).toBe(slot);
        expect(cardCode(memberCode, slot)).not.toBe(cardCode(memberCode, slot + 1));
      }),
    );
  });

  it("is taken for its thirty seconds and for those before and after, and no longer", () => {
    const code = cardCode("M251105000123", slotAt(NOW));
    const start = slotAt(NOW) * 30_000;
    const read = { memberCode: "M251105000123", slot: slotAt(NOW) };
    for (const ms of [start, start + 29_999, start - 30_000, start + 59_999]) {
      expect(refusal(code, ms)).toEqual(read);
    }
    expect(refusal(code, start + 60_000)).toBe("EXPIRED");
    expect(refusal(code, start + steps(40))).toBe("EXPIRED");
    expect(refusal(code, start + steps(50))).toBe("UNKNOWN");
    expect(refusal(code, start - 30_001)).toBe("UNKNOWN");
  });

  it("is another member’s under no sign of somebody else’s", () => {
    fc.assert(
      fc.property(codes, codes, (mine, theirs) => {
        fc.pre(mine !== theirs);
        const own = cardCode(mine, slotAt(NOW));
        const forged = theirs.slice(1) + own.slice(12);
        expect(refusal(forged, NOW)).toBe("UNKNOWN");
      }),
    );
  });

  it("changed in any digit is none", () => {
    const code = cardCode("M251105000123", slotAt(NOW));
    fc.assert(
      fc.property(fc.nat(19), fc.integer({ min: 1, max: 9 }), (place, by) => {
        const digit = String((Number(code[place]) + by) % 10);
        expect(refusal(code.slice(0, place) + digit + code.slice(place + 1), NOW)).toBe("UNKNOWN");
      }),
    );
  });

  it("made before AUTH_SECRET was changed is taken while the one before is known", () => {
    const slot = slotAt(NOW);
    const code = cardCode("M251105000123", slot, "the former secret");
    const read =
      (...secrets: string[]) =>
      () =>
        readCardCode(code, NOW, secrets);
    expect(read("the new secret", "the former secret")()).toEqual({
      memberCode: "M251105000123",
      slot,
    });
    expect(read("the new secret")).toThrow(
      expect.objectContaining({ domainCode: "CARD_CODE_REFUSED", facts: { reason: "UNKNOWN" } }),
    );
  });

  it("comes with those of the next ten minutes, without a gap", () => {
    const ahead = cardCodesFrom("M251105000123", NOW);
    expect(ahead).toHaveLength(20);
    expect(ahead[0]?.from.getTime()).toBeLessThanOrEqual(NOW);
    for (const [place, { code, from, until }] of ahead.entries()) {
      expect(until.getTime() - from.getTime()).toBe(30_000);
      expect(ahead[place + 1]?.from ?? until).toEqual(until);
      expect(refusal(code, from.getTime())).toMatchObject({ memberCode: "M251105000123" });
    }
  });
});
