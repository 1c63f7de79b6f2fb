import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { flowLayout } from "./flow-layout";
import { type PreviewedTier, tiersIn } from "./whole-preview";

const tier = (code: string, change: PreviewedTier["change"] = "NONE") => ({
  code,
  name: code,
  change,
});
const TIERS = [tier("A"), tier("B", "REMOVED"), tier("C", "NEW"), tier("D")];

describe("the flow from tier to tier", () => {
  it("has the highest on top, what goes on the left alone and what comes on the right", () => {
    const cells = [
      { from: "A", to: "A", members: 6 },
      { from: "B", to: "C", members: 2 },
    ];
    const { before, after, bands } = flowLayout(TIERS, cells);
    expect(before.map((node) => node.tier.code)).toEqual(["D", "B", "A"]);
    expect(after.map((node) => node.tier.code)).toEqual(["D", "C", "A"]);
    expect(bands.map(({ from, to, members }) => [from, to, members])).toEqual([
      ["B", "C", 2],
      ["A", "A", 6],
    ]);
  });

  it("fills both columns, and each tier with its bands, whoever goes where", () => {
    const code = fc.constantFrom("A", "B", "C", "D", "OLD");
    const cells = fc.uniqueArray(
      fc.record({ from: code, to: code, members: fc.integer({ min: 1, max: 1e6 }) }),
      { selector: ({ from, to }) => `${from}>${to}`, minLength: 1 },
    );
    fc.assert(
      fc.property(cells, (some) => {
        const { before, after, bands } = flowLayout(tiersIn(TIERS, some), some);
        for (const [nodes, side, of] of [
          [before, "left", "from"],
          [after, "right", "to"],
        ] as const) {
          expect(nodes.reduce((sum, { height }) => sum + height, 0)).toBeCloseTo(1);
          for (const node of nodes.filter(({ members }) => members > 0)) {
            const own = bands.filter((band) => band[of] === node.tier.code);
            expect(own.reduce((sum, band) => sum + band[side].height, 0)).toBeCloseTo(node.height);
            for (const band of own) expect(band[side].top).toBeGreaterThanOrEqual(node.top - 1e-9);
          }
        }
        expect(bands.reduce((sum, { members }) => sum + members, 0)).toBe(
          some.reduce((sum, { members }) => sum + members, 0),
        );
      }),
    );
  });
});
