import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MONEY_MINOR_MAX, POINTS_MAX } from "@/platform/scalars";
import { clawBack, freezePoints, restorePoints, undoneShare } from "./refund";
import type { Lot } from "./types";

const NOW = new Date("2026-06-01T00:00:00Z");
const GRACE = new Date("2026-07-01T16:00:00Z");
const days = (count: number) => new Date(NOW.getTime() + count * 86_400_000);

function lot(id: number, remaining: number, changes: Partial<Lot> = {}): Lot {
  return {
    id,
    original: remaining + (changes.frozen ?? 0),
    remaining,
    frozen: 0,
    matured: true,
    settlements: 0,
    availableAt: days(-10),
    expiresAt: days(100 + id),
    ...changes,
  };
}

const sum = (numbers: number[]) => numbers.reduce((total, number) => total + number, 0);

describe("what refunds undo of an order", () => {
  it.each([
    ["nothing yet", 100, 99_99, 0, 0],
    ["a third, the order keeping the floor", 100, 99_99, 33_33, 34],
    ["two thirds", 100, 99_99, 66_66, 67],
    ["exactly everything in the end", 100, 99_99, 99_99, 100],
    ["one fen of many", 299, 29_900, 1, 1],
    ["all but one fen", 299, 29_900, 29_899, 299],
    ["half of an odd number", 5, 1000, 500, 3],
    ["nothing of nothing earned", 0, 1000, 500, 0],
    ["nothing of an order that cost no money", 50, 0, 0, 0],
    ["amounts past 2^53", POINTS_MAX, MONEY_MINOR_MAX, MONEY_MINOR_MAX / 2, POINTS_MAX / 2],
  ])("is %s", (_, points, paid, refunded, undone) => {
    expect(undoneShare(points, paid, refunded)).toBe(undone);
  });

  it("comes to the same for any split of a refund, and to exactly everything for a full one", () => {
    const order = fc
      .record({
        points: fc.integer({ min: 0, max: POINTS_MAX }),
        paid: fc.integer({ min: 1, max: MONEY_MINOR_MAX }),
        cuts: fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 8 }),
      })
      .map(({ points, paid, cuts }) => ({
        points,
        paid,
        stops: [...cuts.map((cut) => Math.floor(cut * paid)), paid].sort((a, b) => a - b),
      }));
    fc.assert(
      fc.property(order, ({ points, paid, stops }) => {
        let clawed = 0;
        for (const refunded of stops) {
          const more = undoneShare(points, paid, refunded) - clawed;
          expect(more).toBeGreaterThanOrEqual(0);
          clawed += more;
          expect(clawed).toBe(undoneShare(points, paid, refunded));
        }
        expect(clawed).toBe(points);
      }),
    );
  });

  it("leaves the order floor(points × kept money ÷ paid)", () => {
    fc.assert(
      fc.property(
        fc.nat(100_000),
        fc.integer({ min: 1, max: 1_000_000 }),
        fc.nat(),
        (points, paid, cut) => {
          const refunded = cut % (paid + 1);
          const kept = points - undoneShare(points, paid, refunded);
          expect(kept).toBe(Math.floor((points * (paid - refunded)) / paid));
        },
      ),
    );
  });
});

describe("clawing back", () => {
  it.each([
    [
      "the own lot alone",
      40,
      lot(1, 60),
      [lot(2, 30)],
      [[1, 40]],
      { available: -40, pending: 0, owed: 0 },
    ],
    [
      "the own lot, then others in their order",
      100,
      lot(1, 60),
      [lot(2, 30), lot(3, 30)],
      [
        [1, 60],
        [2, 30],
        [3, 10],
      ],
      { available: -100, pending: 0, owed: 0 },
    ],
    [
      "what there is, the rest becoming owed",
      100,
      lot(1, 60),
      [lot(2, 30)],
      [
        [1, 60],
        [2, 30],
      ],
      { available: -90, pending: 0, owed: 10 },
    ],
    [
      "the own lot while it is pending",
      100,
      lot(1, 60, { matured: false }),
      [lot(2, 30)],
      [
        [1, 60],
        [2, 30],
      ],
      { available: -30, pending: -60, owed: 10 },
    ],
    [
      "never other lots’ pending",
      50,
      undefined,
      [lot(2, 30, { matured: false }), lot(3, 20)],
      [[3, 20]],
      { available: -20, pending: 0, owed: 30 },
    ],
    [
      "never what is set aside in another lot",
      50,
      lot(1, 10),
      [lot(2, 5, { frozen: 40 })],
      [
        [1, 10],
        [2, 5],
      ],
      { available: -15, pending: 0, owed: 35 },
    ],
    [
      "its own lot once, though it is among the others",
      50,
      lot(1, 30),
      [lot(1, 30), lot(2, 30)],
      [
        [1, 30],
        [2, 20],
      ],
      { available: -50, pending: 0, owed: 0 },
    ],
    [
      "everything as a debt from nothing",
      50,
      undefined,
      [],
      [],
      { available: 0, pending: 0, owed: 50 },
    ],
  ])("takes %s", (_, points, ownLot, otherLots, taken, deltas) => {
    expect(clawBack({ points, frozen: [], ownLots: ownLot ? [ownLot] : [], otherLots })).toEqual({
      deltas: { ...deltas, frozen: 0 },
      touches: taken.map(([lotId, part]) => ({ lotId, points: -(part ?? 0), frozen: 0 })),
    });
  });

  it("takes what the order’s returns froze before anything else", () => {
    const plan = clawBack({
      points: 100,
      frozen: [
        { lotId: 1, points: 30 },
        { lotId: 2, points: 5 },
      ],
      ownLots: [lot(1, 40, { frozen: 30 })],
      otherLots: [lot(2, 20, { frozen: 5 })],
    });
    expect(plan.deltas).toEqual({ available: -60, pending: 0, frozen: -35, owed: 5 });
    expect(plan.touches).toEqual([
      { lotId: 1, points: -40, frozen: -30 },
      { lotId: 2, points: -20, frozen: -5 },
    ]);
  });

  it("leaves the rest of what was frozen where it is", () => {
    const frozen = [{ lotId: 1, points: 30 }];
    const plan = clawBack({
      points: 10,
      frozen,
      ownLots: [lot(1, 40, { frozen: 30 })],
      otherLots: [],
    });
    expect(plan.touches).toEqual([{ lotId: 1, points: 0, frozen: -10 }]);
    expect(plan.deltas).toEqual({ available: 0, pending: 0, frozen: -10, owed: 0 });
  });

  it("takes exactly the points, as lots or as debt, and owes only when nothing is left to take", () => {
    fc.assert(
      fc.property(sources, (claw) => {
        const { deltas, touches } = clawBack(claw);
        expect(deltas.owed - deltas.available - deltas.pending - deltas.frozen).toBe(claw.points);
        expect(sum(touches.map(({ points }) => points))).toBe(deltas.available + deltas.pending);
        expect(sum(touches.map(({ frozen }) => frozen))).toBe(deltas.frozen);
        const reach = [
          ...claw.ownLots.map(({ remaining }) => remaining),
          ...claw.frozen.map(({ points }) => points),
        ];
        for (const other of claw.otherLots) if (other.matured) reach.push(other.remaining);
        expect(deltas.owed).toBe(Math.max(0, claw.points - sum(reach)));
      }),
    );
  });

  it("never touches others’ frozen, other lots’ pending, or more than a lot has", () => {
    fc.assert(
      fc.property(sources, (claw) => {
        const byId = new Map([...claw.ownLots, ...claw.otherLots].map((l) => [l.id, l]));
        const ours = new Map(claw.frozen.map(({ lotId, points }) => [lotId, points]));
        const { touches } = clawBack(claw);
        expect(new Set(touches.map(({ lotId }) => lotId)).size).toBe(touches.length);
        for (const { lotId, points, frozen } of touches) {
          const touched = byId.get(lotId);
          expect(-frozen).toBeLessThanOrEqual(ours.get(lotId) ?? 0);
          expect(-points).toBeLessThanOrEqual(touched?.remaining ?? 0);
          if (points < 0) expect(touched?.matured || lotId <= OWN).toBe(true);
        }
      }),
    );
  });
});

const anyLot = fc.record({
  remaining: fc.nat(200),
  frozen: fc.nat(100),
  /** Of the frozen points, those of the order’s own returns. */
  ours: fc.nat(100),
  matured: fc.boolean(),
});
/** The first one and those of edits. */
const OWN = 3;

const sources = fc
  .record({
    points: fc.integer({ min: 1, max: 1500 }),
    own: fc.array(anyLot, { maxLength: OWN }),
    others: fc.array(anyLot, { maxLength: 8 }),
  })
  .map(({ points, own, others }) => {
    const all = [
      ...own.map((one, n) => ({ ...one, id: n + 1 })),
      ...others.map((other, n) => ({ ...other, id: n + 1 + OWN })),
    ];
    const lots = all.map(({ id, remaining, frozen, matured }) =>
      lot(id, remaining, { frozen, matured }),
    );
    const frozen = all
      .map(({ id, ours, frozen: most }) => ({ lotId: id, points: Math.min(ours, most) }))
      .filter((part) => part.points > 0);
    const ownLots = lots.filter(({ id }) => id <= OWN);
    return { points, frozen, ownLots, otherLots: lots.filter(({ id }) => id > OWN) };
  });

describe("freezing what a return might claw back", () => {
  it.each([
    [
      "the own lot, then others",
      70,
      lot(1, 60),
      [lot(2, 30)],
      [
        [1, 60],
        [2, 10],
      ],
      { available: -70, pending: 0, frozen: 70 },
    ],
    [
      "the own lot while it is pending",
      70,
      lot(1, 60, { matured: false }),
      [lot(2, 30)],
      [
        [1, 60],
        [2, 10],
      ],
      { available: -10, pending: -60, frozen: 70 },
    ],
    [
      "what there is and makes no debt",
      70,
      lot(1, 20),
      [],
      [[1, 20]],
      { available: -20, pending: 0, frozen: 20 },
    ],
  ])("sets aside %s", (_, points, ownLot, otherLots, taken, deltas) => {
    const plan = freezePoints({ points, ownLots: [ownLot], otherLots });
    expect(plan.deltas).toEqual({ ...deltas, owed: 0 });
    expect(plan.touches).toEqual(
      taken.map(([lotId, part]) => ({ lotId, points: -(part ?? 0), frozen: part })),
    );
  });

  it("moves points and makes none: what a claw back of the same would take, but for the debt", () => {
    fc.assert(
      fc.property(sources, ({ frozen: _, ...facts }) => {
        const froze = freezePoints(facts);
        const clawed = clawBack({ ...facts, frozen: [] });
        expect(froze.deltas.available + froze.deltas.pending + froze.deltas.frozen).toBe(0);
        expect(froze.deltas.frozen).toBe(facts.points - clawed.deltas.owed);
        expect(froze.touches.map(({ lotId, points }) => [lotId, points])).toEqual(
          clawed.touches.map(({ lotId, points }) => [lotId, points]),
        );
        for (const { points, frozen } of froze.touches) expect(frozen).toBe(-points);
      }),
    );
  });
});

describe("restoring what a redemption took", () => {
  const taken = [
    { lotId: 1, points: 30, expiresAt: days(10) },
    { lotId: 2, points: 20, expiresAt: days(20) },
  ];
  const base = { parts: taken, alreadyRestored: 0, owed: 0, now: NOW, graceEndsAt: GRACE };

  it.each([
    [
      "the last taken first",
      { points: 25 },
      [
        [2, 20],
        [1, 5],
      ],
    ],
    [
      "all of it",
      { points: 50 },
      [
        [2, 20],
        [1, 30],
      ],
    ],
    [
      "on from where the last restore ended",
      { points: 15, alreadyRestored: 12 },
      [
        [2, 8],
        [1, 7],
      ],
    ],
    ["the very rest", { points: 5, alreadyRestored: 45 }, [[1, 5]]],
  ])("gives back %s", (_, changes, given) => {
    const plan = restorePoints({ ...base, ...changes });
    expect(plan.touches).toEqual(given.map(([lotId, points]) => ({ lotId, points, frozen: 0 })));
    expect(plan.newLot).toBeUndefined();
    expect(plan.deltas).toEqual({ available: changes.points, pending: 0, frozen: 0, owed: 0 });
  });

  it("makes one new lot of what expired meanwhile, good until the grace ends", () => {
    const plan = restorePoints({ ...base, now: days(10), points: 50 });
    expect(plan.touches).toEqual([{ lotId: 2, points: 20, frozen: 0 }]);
    expect(plan.newLot).toEqual({
      original: 30,
      debtPaid: 0,
      matured: true,
      availableAt: days(10),
      expiresAt: GRACE,
    });
    expect(plan.deltas.available).toBe(50);
    expect(plan.wakesAt).toEqual(days(20));
  });

  it("without a grace puts what expired back to its lot, to expire at once", () => {
    const plan = restorePoints({ ...base, now: days(10), points: 50, graceEndsAt: null });
    expect(plan.touches).toEqual([
      { lotId: 2, points: 20, frozen: 0 },
      { lotId: 1, points: 30, frozen: 0 },
    ]);
    expect(plan.newLot).toBeUndefined();
    expect(plan.wakesAt).toEqual(days(10));
  });

  it("pays what is owed first, the rest becoming available", () => {
    const plan = restorePoints({ ...base, points: 50, owed: 35 });
    expect(plan.deltas).toEqual({ available: 15, pending: 0, frozen: 0, owed: -35 });
    expect(plan.touches).toEqual([
      { lotId: 2, points: 0, frozen: 0 },
      { lotId: 1, points: 15, frozen: 0 },
    ]);
  });

  const history = fc
    .record({
      parts: fc.array(
        fc.record({
          points: fc.integer({ min: 1, max: 200 }),
          due: fc.integer({ min: -30, max: 60 }),
        }),
        { minLength: 1, maxLength: 6 },
      ),
      owed: fc.nat(600),
      shares: fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1, maxLength: 6 }),
    })
    .map(({ parts, owed, shares }) => ({
      owed,
      shares,
      parts: parts.map(({ points, due }, n) => ({ lotId: n + 1, points, expiresAt: days(due) })),
    }));

  it("adds up over any number of restores: every lot gets back no more than it gave", () => {
    fc.assert(
      fc.property(history, ({ parts, shares, ...start }) => {
        const total = sum(parts.map(({ points }) => points));
        const got = new Map<number, number>();
        let { owed } = start;
        let restored = 0;
        let renewed = 0;
        for (const share of shares) {
          const points = Math.min(share, total - restored);
          if (points === 0) break;
          const plan = restorePoints({ ...base, parts, alreadyRestored: restored, points, owed });
          const { deltas, touches, newLot } = plan;
          expect(deltas.available - deltas.owed).toBe(points);
          expect([deltas.pending, deltas.frozen]).toEqual([0, 0]);
          const kept = newLot ? newLot.original - newLot.debtPaid : 0;
          expect(sum(touches.map((touch) => touch.points)) + kept).toBe(deltas.available);
          owed += deltas.owed;
          expect(owed).toBeGreaterThanOrEqual(0);
          if (owed > 0) expect(deltas.available).toBe(0);
          restored += points;
          renewed += newLot?.original ?? 0;
          for (const { lotId, points: back } of touches)
            got.set(lotId, (got.get(lotId) ?? 0) + back);
        }
        const expired = parts.filter(({ expiresAt }) => expiresAt <= NOW);
        expect(renewed).toBeLessThanOrEqual(sum(expired.map(({ points }) => points)));
        for (const part of parts) {
          expect(got.get(part.lotId) ?? 0).toBeLessThanOrEqual(part.points);
          if (part.expiresAt <= NOW) expect(got.has(part.lotId)).toBe(false);
        }
      }),
    );
  });

  it("gives the same lots the same points, however the restores are split", () => {
    fc.assert(
      fc.property(history, ({ parts, shares }) => {
        const total = sum(parts.map(({ points }) => points));
        const whole = Math.min(sum(shares), total);
        const once = restorePoints({ ...base, parts, points: whole });
        const split = new Map<number, number>();
        let renewed = 0;
        let restored = 0;
        for (const share of shares) {
          const points = Math.min(share, whole - restored);
          if (points === 0) break;
          const plan = restorePoints({ ...base, parts, alreadyRestored: restored, points });
          for (const touch of plan.touches) {
            split.set(touch.lotId, (split.get(touch.lotId) ?? 0) + touch.points);
          }
          renewed += plan.newLot?.original ?? 0;
          restored += points;
        }
        expect([...split]).toEqual(once.touches.map(({ lotId, points }) => [lotId, points]));
        expect(renewed).toBe(once.newLot?.original ?? 0);
      }),
    );
  });
});
