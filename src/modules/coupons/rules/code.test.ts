import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CODE_LENGTH, endOf, isOwnCode, maskedCode, newCode, readCode, shownCode } from "./code";

describe("a code as it is typed", () => {
  it.each([
    ["7k3m-9qxa-pdwr-2hbt", "7K3M9QXAPDWR2HBT"],
    [" 7K3M 9QXA PDWR 2HBT ", "7K3M9QXAPDWR2HBT"],
    ["7K3M–9QXA—PDWR−2HBT", "7K3M9QXAPDWR2HBT"],
    ["oO0", "000"],
    ["iIlL1", "11111"],
    ["ＡＢ１２", "AB12"],
    ["welcome_10", "WE1C0ME10"],
  ])("%j is %s", (typed, read) => {
    expect(readCode(typed)).toBe(read);
  });

  it("of ours is read as it was drawn, however it is shown", () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), (bytes) => {
        const code = newCode(bytes);
        expect(readCode(shownCode(code))).toBe(code);
        expect(readCode(shownCode(code).toLowerCase().replace(/-/g, " "))).toBe(code);
      }),
    );
  });

  it("of ours has 80 bits, each of its letters as likely as any other", () => {
    expect(CODE_LENGTH * 5).toBeGreaterThanOrEqual(70);
    const counts = new Map<string, number>();
    for (let draw = 0; draw < 4000; draw++) {
      for (const letter of newCode(randomBytes(16))) {
        counts.set(letter, (counts.get(letter) ?? 0) + 1);
      }
    }
    expect(counts.size).toBe(32);
    // 2000 of each on average; seven standard deviations are 310.
    for (const count of counts.values()) expect(Math.abs(count - 2000)).toBeLessThan(310);
  });

  it("of the shop's own is letters and digits, and enough of them", () => {
    for (const code of ["WE1C0ME10", "AAAAAA"]) expect(isOwnCode(code)).toBe(true);
    for (const code of ["AAAAA", "ÄAAAAA", "A".repeat(41), ""]) expect(isOwnCode(code)).toBe(false);
  });

  it("shows whoever may not use it how it ends", () => {
    expect(maskedCode(endOf("7K3M9QXAPDWR2HBT"))).toBe("••••-••••-••••-2HBT");
    expect(endOf("WE1C0ME")).toBe("ME");
  });
});
