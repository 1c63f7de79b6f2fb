import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { guarded, unguarded } from "./csv-guard";

describe("a cell of a file for spreadsheets", () => {
  it.each([
    ["=1+1", "'=1+1"],
    ["@SUM(A1)", "'@SUM(A1)"],
    ["-2+3", "'-2+3"],
    ["-cmd", "'-cmd"],
    ["-50", "-50"],
    ["+50", "+50"],
    ["-50.25", "-50.25"],
    [-50, "-50"],
    ["'=1", "''=1"],
    ["\t=1", "'\t'=1"],
    ["\n=1", "'\n'=1"],
    ["Lin;=cmd|' /C calc'!A0;x", "Lin;'=cmd|' /C calc'!A0;x"],
    ["a;＝1;'@B", "a;'＝1;''@B"],
    ["; - two; 3", "; - two; 3"],
    ["＝HYPERLINK(A1)", "'＝HYPERLINK(A1)"],
    ["＋1", "'＋1"],
    ["－1", "'－1"],
    ["＠SUM(A1)", "'＠SUM(A1)"],
    ["'＝1", "''＝1"],
    ["u-1", "u-1"],
    ["'quoted'", "'quoted'"],
    [null, ""],
  ])("%j is written as %j", (cell, written) => {
    expect(guarded(cell)).toBe(written);
  });

  it("comes back as it was, whatever it is", () => {
    const sign = fc.constantFrom("'", "＝", "=", "+", "-", "@", "5", "a", "\t", ";");
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.string({ unit: sign })), (cell) => {
        expect(unguarded(guarded(cell))).toBe(cell);
      }),
    );
  });

  it("is never one that a spreadsheet carries out", () => {
    fc.assert(
      fc.property(fc.constantFrom("=", "+", "-", "@"), fc.string(), (sign, rest) => {
        expect(guarded(sign + rest)).toMatch(/^('|[+-][\d.]+$)/);
      }),
    );
  });

  it("is none wherever it is cut", () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.constantFrom(";", "|", "\t", "\n"),
        fc.string(),
        (one, cut, rest) => {
          const pieces = guarded(`${one}${cut}=${rest}`).split(cut);
          expect(pieces.filter((piece) => piece.startsWith("="))).toEqual([]);
        },
      ),
    );
  });

  it("marked by a release before, a plain number is one still", () => {
    expect(unguarded("'-50")).toBe("-50");
  });
});
