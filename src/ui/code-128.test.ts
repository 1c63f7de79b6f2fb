import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { code128 } from "./code-128";

/** A scanner, made from the standard alone: signs are of eleven modules, three bars and three gaps. */
function signsOf(widths: readonly number[]): string[] {
  const signs: string[] = [];
  for (let at = 0; at + 7 < widths.length; at += 6) signs.push(widths.slice(at, at + 6).join(""));
  return [...signs, widths.slice(-7).join("")];
}

/** The sign of each pair of digits, as it stands after a start of its own. */
const KNOWN = new Map(
  Array.from({ length: 100 }, (_, n) => {
    const pair = String(n).padStart(2, "0");
    return [signsOf(code128(pair))[1] ?? "", pair] as const;
  }),
);

describe("Code 128", () => {
  it("has a hundred signs of eleven modules, no two alike, with an even number of dark ones", () => {
    expect(KNOWN.size).toBe(100);
    for (const sign of KNOWN.keys()) {
      const widths = Array.from(sign, Number);
      const dark = widths.filter((_, at) => at % 2 === 0).reduce((a, b) => a + b);
      expect(widths.reduce((a, b) => a + b)).toBe(11);
      expect(dark % 2).toBe(0);
      expect(Math.max(...widths)).toBeLessThanOrEqual(4);
    }
  });

  it.each([
    ["00", "212222"],
    ["12", "112232"],
    ["34", "131123"],
    ["50", "231131"],
    ["99", "113141"],
  ])("%s is the standard’s %s", (pair, sign) => {
    expect(signsOf(code128(pair))[1]).toBe(sign);
  });

  it("begins with code C and ends with the stop", () => {
    const signs = signsOf(code128("0123456789"));
    expect([signs[0], signs.at(-1)]).toEqual(["211232", "2331112"]);
    expect(signs).toHaveLength(8);
  });

  it("is read back as it was, and its check sign is that of the standard", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^(\d\d){1,12}$/), (digits) => {
        const [, ...rest] = signsOf(code128(digits));
        const pairs = rest.slice(0, -2).map((sign) => KNOWN.get(sign) ?? "?");
        expect(pairs.join("")).toBe(digits);
        const sum = pairs.reduce((total, pair, at) => total + Number(pair) * (at + 1), 105) % 103;
        if (sum < 100) expect(KNOWN.get(rest.at(-2) ?? "")).toBe(String(sum).padStart(2, "0"));
      }),
    );
  });
});
