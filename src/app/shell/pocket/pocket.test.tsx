import { beforeEach, describe, expect, it } from "vitest";
import { forgetOthers, keepCodes, keepPocket, type Pocket, readPocket } from "./pocket";

const SAVED = new Date("2026-11-29T06:00:00Z");
const later = (days: number) => new Date(SAVED.getTime() + days * 86_400_000);

const pocketOf = (ownerId: string): Pocket => ({
  ownerId,
  memberCode: `M25110500012${ownerId}`,
  nickname: null,
  brand: "素",
  tier: { code: "GOLD", name: "金牌会员", rank: 4, discountRateBps: 8500, multiplierPct: 150 },
  points: { available: 3120, pending: 0 },
  worthMinor: 3120,
  nextTier: null,
  savedAt: SAVED.toISOString(),
});
const codesOf = (ownerId: string) => ({ ownerId, stepSeconds: 30, aheadMs: 0, items: [] });

describe("what a device remembers of a card", () => {
  beforeEach(() => localStorage.clear());

  it("is what its member saw last, with the codes of then", () => {
    keepPocket(pocketOf("1"));
    keepCodes(codesOf("1"));
    expect(readPocket(later(1))).toEqual({ pocket: pocketOf("1"), codes: codesOf("1") });
  });

  it("is another's as soon as they are there, and nothing of the first is left", () => {
    keepPocket(pocketOf("1"));
    keepCodes(codesOf("1"));
    keepPocket(pocketOf("2"));
    expect(readPocket(later(0))).toEqual({ pocket: pocketOf("2"), codes: null });
    expect(JSON.stringify({ ...localStorage })).not.toContain(pocketOf("1").memberCode);
  });

  it.each([
    ["nobody is signed in", null],
    ["somebody else is", "2"],
  ])("is gone as soon as %s", (_, ownerId) => {
    keepPocket(pocketOf("1"));
    keepCodes(codesOf("1"));
    forgetOthers("1");
    expect(readPocket(later(0))).not.toBeNull();
    forgetOthers(ownerId);
    expect(localStorage.length).toBe(0);
    expect(readPocket(later(0))).toBeNull();
  });

  it("says nothing any more after a month, and is gone then", () => {
    keepPocket(pocketOf("1"));
    expect(readPocket(later(29))).not.toBeNull();
    expect(readPocket(later(31))).toBeNull();
    expect(localStorage.length).toBe(0);
  });

  it("that was written by something else is nothing", () => {
    localStorage.setItem("own:pocket", "{");
    expect(readPocket(later(0))).toBeNull();
  });
});
