import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { NamedLine } from "../schema/cart";
import { partFaults, type Telling } from "../schema/check";
import {
  fitParts,
  type LineState,
  partsOf,
  pieceWorth,
  refundedLine,
  saidMinor,
  samePartsAgain,
  unknownPart,
} from "./parts";

const state = (lineId: string, wholeMinor: number, quantity = 1): LineState => ({
  ...{ lineId, wholeMinor, quantity },
  ...{ refundedMinor: 0, refundedQuantity: 0, byQuantity: 0, weight: 0 },
});

const named = (lineId: string, told: Omit<NamedLine, "lineId"> = {}): NamedLine => ({
  lineId,
  ...told,
});

const A = named("A");

describe("what a refund says", () => {
  it.each<[string, Telling, string[]]>([
    ["nothing", {}, ["amountMinor"]],
    ["an amount", { amountMinor: 5 }, []],
    ["a line and an amount", { amountMinor: 5, lines: [A] }, []],
    ["a line and neither", { lines: [A] }, ["lines.0.quantity"]],
    ["a line by its quantity", { lines: [named("A", { quantity: 2 })] }, []],
    [
      "one line twice",
      { amountMinor: 5, lines: [A, named("A", { amountMinor: 1 })] },
      ["lines.1.lineId"],
    ],
    [
      "two lines that share one amount",
      { amountMinor: 5, lines: [A, named("B")] },
      ["lines.0.amountMinor", "lines.1.amountMinor"],
    ],
    [
      "lines of more than all",
      { amountMinor: 5, lines: [named("A", { amountMinor: 6 })] },
      ["amountMinor"],
    ],
  ])("%s", (_, told, faults) => {
    expect(partFaults(told).map(({ path }) => path.join("."))).toEqual(faults);
  });

  it.each<[string, Telling, (number | null)[], number, number | null]>([
    ["an amount is of the order", { amountMinor: 5 }, [], 5, 5],
    ["one line has all of it", { amountMinor: 5, lines: [A] }, [5], 0, 5],
    [
      "or what the others leave",
      { amountMinor: 5, lines: [A, named("B", { amountMinor: 3 })] },
      [2, 3],
      0,
      5,
    ],
    [
      "what no line has is of the order",
      { amountMinor: 5, lines: [named("A", { amountMinor: 3 })] },
      [3],
      2,
      5,
    ],
    ["a quantity is priced by its line", { lines: [named("A", { quantity: 2 })] }, [null], 0, null],
  ])("%s", (_, told, amounts, restMinor, said) => {
    const parts = partsOf(told);
    expect(parts.parts.map(({ amountMinor }) => amountMinor)).toEqual(amounts);
    expect(parts.restMinor).toBe(restMinor);
    expect(saidMinor(parts)).toBe(said);
  });

  it("is the same again with its lines, or without a word of them", () => {
    const { parts } = partsOf({
      lines: [named("A", { quantity: 2 }), named("B", { quantity: 1 })],
    });
    expect(samePartsAgain(parts, [])).toBe(true);
    expect(samePartsAgain(parts, [...parts].reverse())).toBe(true);
    expect(samePartsAgain(parts, parts.slice(1))).toBe(false);
    expect(samePartsAgain(parts, partsOf({ lines: [named("A", { quantity: 2 }), A] }).parts)).toBe(
      false,
    );
  });
});

describe("what fits of a refund that names lines", () => {
  const lines = () =>
    new Map([
      ["A", state("A", 200, 3)],
      ["B", state("B", 100)],
    ]);

  it.each<[string, Telling, number | null, number[], number, number]>([
    ["a line", { amountMinor: 150, lines: [A] }, 300, [150], 150, 150],
    ["no more than the line", { amountMinor: 250, lines: [A] }, 300, [200], 250, 200],
    ["no more than is left of the order", { amountMinor: 150, lines: [A] }, 80, [80], 150, 80],
    ["a piece of three", { lines: [named("A", { quantity: 1 })] }, 300, [67], 67, 67],
    ["all pieces", { lines: [named("A", { quantity: 3 })] }, 300, [200], 200, 200],
    ["more pieces than there are", { lines: [named("A", { quantity: 9 })] }, 300, [200], 200, 200],
    [
      "the rest is of the order",
      { amountMinor: 250, lines: [named("A", { amountMinor: 100 })] },
      300,
      [100],
      250,
      250,
    ],
    ["where nobody knows what is left", { amountMinor: 150, lines: [A] }, null, [150], 150, 150],
  ])("%s", (_, told, room, fits, toldMinor, countedMinor) => {
    const fitting = fitParts(partsOf(told), lines(), room);
    expect(fitting.fits.map((fit) => fit.countedMinor)).toEqual(fits);
    expect(fitting).toMatchObject({ toldMinor, countedMinor });
  });

  it("knows the lines that are not there", () => {
    const { parts } = partsOf({ lines: [named("C", { quantity: 1 })] });
    expect(unknownPart(parts, lines(), true)?.lineId).toBe("C");
    expect(unknownPart(parts, new Map(), false)?.lineId).toBe("C");
    const byAmount = partsOf({ amountMinor: 5, lines: [A] }).parts;
    expect(unknownPart(byAmount, new Map(), false)).toBeUndefined();
  });

  it("pieces of a line come to all of it, however they are split", () => {
    const split = fc.record({
      wholeMinor: fc.nat(1_000_000),
      pieces: fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 8 }),
    });
    fc.assert(
      fc.property(split, ({ wholeMinor, pieces }) => {
        const quantity = pieces.reduce((sum, more) => sum + more, 0);
        const whole = state("A", wholeMinor, quantity);
        let line = whole;
        for (const more of pieces) {
          const told = partsOf({ lines: [named("A", { quantity: more })] });
          const { fits } = fitParts(told, new Map([["A", line]]), null);
          expect(fits[0]?.countedMinor).toBe(fits[0]?.toldMinor);
          line = (fits[0] && refundedLine(fits[0])) ?? line;
        }
        expect(line).toMatchObject({ refundedMinor: wholeMinor, refundedQuantity: quantity });
        expect(pieceWorth(whole, quantity)).toBe(wholeMinor);
      }),
    );
  });

  it("refunds of amounts and of pieces come to the same in any order", () => {
    const told = fc.oneof(
      fc.record({ lineId: fc.constantFrom("A", "B"), quantity: fc.integer({ min: 1, max: 3 }) }),
      fc.record({
        lineId: fc.constantFrom("A", "B"),
        amountMinor: fc.integer({ min: 0, max: 120 }),
      }),
      fc.record({ amountMinor: fc.integer({ min: 0, max: 120 }) }),
    );
    const history = fc.array(told, { maxLength: 6 });
    const carriedOut = (refunds: (NamedLine | { amountMinor: number })[]) => {
      const book = lines();
      let left = 300;
      for (const refund of refunds) {
        const telling = "lineId" in refund ? { lines: [refund] } : refund;
        const { fits, countedMinor } = fitParts(partsOf(telling), book, left);
        for (const fit of fits) {
          const after = refundedLine(fit);
          if (after) book.set(after.lineId, after);
        }
        left -= countedMinor;
        expect(left).toBeGreaterThanOrEqual(0);
      }
      return { left, lines: left > 0 ? [...book.values()].map((line) => line.refundedMinor) : [] };
    };
    fc.assert(
      fc.property(history, (refunds) => {
        expect(carriedOut([...refunds].reverse())).toEqual(carriedOut(refunds));
      }),
    );
  });
});
