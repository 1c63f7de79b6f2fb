import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { asSpent, consumeLots } from "./consume";

const NOW = new Date("2026-04-01T00:00:00Z");
const later = (days: number) => new Date(NOW.getTime() + days * 86_400_000);
const lot = (id: number, remaining: number, days = 30 + id) => ({
  id,
  remaining,
  expiresAt: later(days),
});

describe("taking points from lots", () => {
  it.each([
    ["part of one lot", [lot(1, 100)], 30, [[1, 30]], 0],
    [
      "all of a lot and part of the next",
      [lot(1, 30), lot(2, 20)],
      40,
      [
        [1, 30],
        [2, 10],
      ],
      0,
    ],
    [
      "exactly everything",
      [lot(1, 30), lot(2, 20)],
      50,
      [
        [1, 30],
        [2, 20],
      ],
      0,
    ],
    ["what there is, and says what is missing", [lot(1, 30)], 50, [[1, 30]], 20],
    ["nothing from an empty lot", [lot(1, 0), lot(2, 5)], 5, [[2, 5]], 0],
    ["nothing at all for nothing", [lot(1, 30)], 0, [], 0],
    ["nothing without lots", [], 7, [], 7],
    ["nothing from a lot at its moment", [lot(1, 30, 0), lot(2, 30)], 30, [[2, 30]], 0],
    ["nothing from a lot past its moment", [lot(1, 30, -1), lot(2, 10)], 30, [[2, 10]], 20],
  ])("takes %s", (_, lots, points, taken, missing) => {
    expect(consumeLots(lots, points, NOW)).toEqual({
      parts: taken.map(([lotId, part]) => ({ lotId, points: part })),
      missing,
    });
  });

  it("still takes from a lot a millisecond before its moment", () => {
    const last = { id: 1, remaining: 5, expiresAt: new Date(NOW.getTime() + 1) };
    expect(consumeLots([last], 5, NOW)).toEqual({ parts: [{ lotId: 1, points: 5 }], missing: 0 });
  });

  const anyLots = fc
    .array(fc.record({ remaining: fc.nat(500), days: fc.integer({ min: -20, max: 60 }) }), {
      maxLength: 12,
    })
    .map((all) =>
      all
        .map(({ remaining, days }, n) => lot(n + 1, remaining, days))
        .sort((a, b) => a.expiresAt.getTime() - b.expiresAt.getTime() || a.id - b.id),
    );

  it("neither makes nor loses points, whatever the lots", () => {
    fc.assert(
      fc.property(anyLots, fc.nat(4000), (lots, points) => {
        const { parts: taken, missing } = consumeLots(lots, points, NOW);
        const sum = taken.reduce((total, part) => total + part.points, 0);
        expect(sum + missing).toBe(points);
        const spendable = lots.filter(({ expiresAt }) => expiresAt > NOW);
        const all = spendable.reduce((total, { remaining }) => total + remaining, 0);
        expect(missing).toBe(Math.max(0, points - all));
      }),
    );
  });

  it("empties an earlier lot before it touches a later one and never takes what has expired", () => {
    fc.assert(
      fc.property(anyLots, fc.nat(4000), (lots, points) => {
        const { parts: taken } = consumeLots(lots, points, NOW);
        const spendable = lots.filter(
          ({ expiresAt, remaining }) => expiresAt > NOW && remaining > 0,
        );
        expect(taken.map(({ lotId }) => lotId)).toEqual(
          spendable.slice(0, taken.length).map(({ id }) => id),
        );
        for (const [n, part] of taken.entries()) {
          const { remaining } = spendable[n] ?? { remaining: 0 };
          expect(part.points).toBeGreaterThan(0);
          if (n < taken.length - 1) expect(part.points).toBe(remaining);
          else expect(part.points).toBeLessThanOrEqual(remaining);
        }
      }),
    );
  });

  it("is the same whether points are taken at once or one call after the other", () => {
    fc.assert(
      fc.property(anyLots, fc.nat(1500), fc.nat(1500), (lots, first, second) => {
        const once = consumeLots(lots, first + second, NOW);
        const one = consumeLots(lots, first, NOW);
        const left = lots.map((each) => {
          const part = one.parts.find(({ lotId }) => lotId === each.id)?.points ?? 0;
          return { ...each, remaining: each.remaining - part };
        });
        const two = consumeLots(left, second, NOW);
        const total = new Map<number, number>();
        for (const { lotId, points } of [...one.parts, ...two.parts]) {
          total.set(lotId, (total.get(lotId) ?? 0) + points);
        }
        expect([...total]).toEqual(once.parts.map(({ lotId, points }) => [lotId, points]));
      }),
    );
  });

  it("leaves a lot by exactly what was taken and freezes nothing", () => {
    const touches = asSpent([
      { lotId: 1, points: 30 },
      { lotId: 2, points: 10 },
    ]);
    expect(touches).toEqual([
      { lotId: 1, points: -30, frozen: 0 },
      { lotId: 2, points: -10, frozen: 0 },
    ]);
  });
});
