import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { forfeitLots } from "./forfeit";
import type { Lot } from "./types";

const WHEN = new Date("2026-07-01T00:00:00Z");

const lot = fc.record({
  remaining: fc.nat(1_000_000),
  frozen: fc.nat(1_000_000),
  matured: fc.boolean(),
});

function lots(parts: { remaining: number; frozen: number; matured: boolean }[]): Lot[] {
  return parts.map((part, index) => ({
    ...part,
    id: index + 1,
    original: part.remaining + part.frozen,
    settlements: 0,
    availableAt: WHEN,
    expiresAt: WHEN,
  }));
}

describe("forfeiting", () => {
  it("takes what is left by the account it stands in", () => {
    const plan = forfeitLots(
      lots([
        { remaining: 30, frozen: 10, matured: true },
        { remaining: 20, frozen: 0, matured: false },
      ]),
      5,
    );
    expect(plan).toEqual({
      deltas: { available: -30, pending: -20, frozen: -10, owed: -5 },
      touches: [
        { lotId: 1, points: -30, frozen: -10 },
        { lotId: 2, points: -20, frozen: 0 },
      ],
      points: 60,
    });
  });

  it("empties every lot and every account, whatever stands in them", () => {
    fc.assert(
      fc.property(fc.array(lot, { maxLength: 20 }), fc.nat(1_000_000), (parts, owed) => {
        const all = lots(parts);
        const { deltas, touches, points } = forfeitLots(all, owed);
        const sum = (of: (one: Lot) => number) => all.reduce((total, one) => total + of(one), 0);
        expect(deltas.available + sum((one) => (one.matured ? one.remaining : 0))).toBe(0);
        expect(deltas.pending + sum((one) => (one.matured ? 0 : one.remaining))).toBe(0);
        expect(deltas.frozen + sum((one) => one.frozen)).toBe(0);
        expect(deltas.owed + owed).toBe(0);
        expect(points).toBe(sum((one) => one.remaining + one.frozen));
        for (const one of all) {
          const touch = touches.find(({ lotId }) => lotId === one.id);
          expect([one.remaining + (touch?.points ?? 0), one.frozen + (touch?.frozen ?? 0)]).toEqual(
            [0, 0],
          );
        }
      }),
    );
  });
});
