import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type DueFacts, type LiveHold, settleDue } from "./settle";
import { type Lot, outsidePoints, type Posting } from "./types";

const START = new Date("2026-06-01T00:00:00Z");
const day = (count: number) => new Date(START.getTime() + count * 86_400_000);

function lot(id: number, remaining: number, changes: Partial<Lot> = {}): Lot {
  return {
    id,
    original: remaining + (changes.frozen ?? 0),
    remaining,
    frozen: 0,
    matured: true,
    settlements: 0,
    availableAt: day(-10),
    expiresAt: day(50),
    ...changes,
  };
}

const brief = ({ type, effectiveAt, deltas, reference }: Posting) => ({
  type,
  on: (effectiveAt.getTime() - START.getTime()) / 86_400_000,
  moved: outsidePoints(deltas),
  reference: `${reference.type}:${reference.id}`,
});

function settled(facts: Partial<DueFacts>) {
  return settleDue({ lots: [], holds: [], owed: 0, now: day(5), ...facts });
}

describe("what time has decided", () => {
  it("matures and then expires, each at its own moment", () => {
    const waiting = lot(1, 100, { matured: false, availableAt: day(1), expiresAt: day(4) });
    expect(settled({ lots: [waiting] }).map(brief)).toEqual([
      { type: "MATURE", on: 1, moved: 0, reference: "LOT:1" },
      { type: "EXPIRE", on: 4, moved: -100, reference: "LOT:1.1" },
    ]);
  });

  it.each([
    ["a millisecond before", -1, []],
    ["at the moment itself", 0, ["EXPIRE"]],
    ["a millisecond after", 1, ["EXPIRE"]],
  ])("expires nothing early and nothing late: %s", (_, offsetMs, types) => {
    const now = new Date(day(5).getTime() + offsetMs);
    const postings = settled({ lots: [lot(1, 10, { expiresAt: day(5) })], now });
    expect(postings.map(({ type }) => type)).toEqual(types);
  });

  it("at one moment matures first, then ends holds, then expires", () => {
    const lots = [
      lot(1, 10, { frozen: 5, expiresAt: day(3) }),
      lot(2, 20, { matured: false, availableAt: day(3), expiresAt: day(3) }),
    ];
    const holds = [{ id: 7, expiresAt: day(3), parts: [{ lotId: 1, points: 5 }] }];
    expect(settled({ lots, holds }).map(brief)).toEqual([
      { type: "MATURE", on: 3, moved: 0, reference: "LOT:2" },
      { type: "RELEASE", on: 3, moved: 0, reference: "HOLD:7" },
      { type: "EXPIRE", on: 3, moved: -15, reference: "LOT:1" },
      { type: "EXPIRE", on: 3, moved: -20, reference: "LOT:2.1" },
    ]);
  });

  it("expires pending points whose end comes before they mature", () => {
    const early = lot(1, 30, { matured: false, availableAt: day(4), expiresAt: day(2) });
    const [only, ...others] = settled({ lots: [early] });
    expect(only).toMatchObject({ type: "EXPIRE", deltas: { available: 0, pending: -30 } });
    expect(others).toEqual([]);
  });

  it("pays what is owed when points mature, and not before", () => {
    const waiting = lot(1, 100, { matured: false, availableAt: day(1) });
    const [matured] = settled({ lots: [waiting], owed: 30 });
    expect(matured).toMatchObject({
      type: "MATURE",
      deltas: { available: 70, pending: -100, frozen: 0, owed: -30 },
      touches: [{ lotId: 1, points: -30, frozen: 0, matures: true, settles: true }],
    });
    expect(settled({ lots: [waiting], owed: 30, now: day(0) })).toEqual([]);
  });

  it("lets held points outlive their lot and expires them when the hold dies", () => {
    const lots = [lot(1, 60, { frozen: 40, expiresAt: day(1) })];
    const holds = [{ id: 7, expiresAt: day(2), parts: [{ lotId: 1, points: 40 }] }];
    expect(settled({ lots, holds }).map(brief)).toEqual([
      { type: "EXPIRE", on: 1, moved: -60, reference: "LOT:1" },
      { type: "RELEASE", on: 2, moved: 0, reference: "HOLD:7" },
      { type: "EXPIRE", on: 2, moved: -40, reference: "LOT:1.1" },
    ]);
  });

  it("leaves frozen points of an expired lot alone", () => {
    expect(settled({ lots: [lot(1, 0, { frozen: 40, expiresAt: day(1) })] })).toEqual([]);
  });

  it("says nothing where nothing is due", () => {
    expect(
      settled({ lots: [lot(1, 10), lot(2, 5, { matured: false, availableAt: day(6) })] }),
    ).toEqual([]);
  });
});

/** The state after postings, as the store would keep it. */
function carriedOut(facts: DueFacts, postings: readonly Posting[]): DueFacts {
  const lots = new Map(facts.lots.map((each) => [each.id, { ...each }]));
  const ended = new Set<number>();
  let { owed } = facts;
  for (const { type, touches, deltas, reference } of postings) {
    owed += deltas.owed;
    if (type === "RELEASE") ended.add(Number(reference.id));
    for (const touch of touches) {
      const touched = lots.get(touch.lotId);
      if (!touched) throw new Error(`lot ${touch.lotId} is not there`);
      touched.remaining += touch.points;
      touched.frozen += touch.frozen;
      touched.matured ||= touch.matures === true;
      touched.settlements += touch.settles ? 1 : 0;
    }
  }
  return {
    ...facts,
    owed,
    lots: [...lots.values()],
    holds: facts.holds.filter(({ id }) => !ended.has(id)),
  };
}

function accountsOf({ lots, owed }: DueFacts) {
  const sum = (of: (each: Lot) => number) => lots.reduce((total, each) => total + of(each), 0);
  return {
    available: sum((each) => (each.matured ? each.remaining : 0)),
    pending: sum((each) => (each.matured ? 0 : each.remaining)),
    frozen: sum((each) => each.frozen),
    owed,
  };
}

const anyDay = fc.integer({ min: -5, max: 20 }).map(day);
/** Any state a member may be in: while points are owed, none are available. */
const anyState = fc
  .record({
    owed: fc.oneof(fc.constant(0), fc.nat(150)),
    lots: fc.array(
      fc.record({
        remaining: fc.nat(100),
        matured: fc.boolean(),
        availableAt: anyDay,
        expiresAt: anyDay,
      }),
      { maxLength: 6 },
    ),
    holds: fc.array(
      fc.record({ expiresAt: anyDay, shares: fc.array(fc.nat(40), { maxLength: 6 }) }),
      { maxLength: 3 },
    ),
  })
  .map(({ owed, lots, holds }): DueFacts => {
    const made = lots.map(({ remaining, ...rest }, n) =>
      lot(n + 1, rest.matured && owed > 0 ? 0 : remaining, rest),
    );
    const live = holds.map(({ expiresAt, shares }, n): LiveHold => {
      const parts: { lotId: number; points: number }[] = [];
      for (const [index, points] of shares.entries()) {
        const from = made[index];
        if (!from?.matured || points === 0) continue;
        from.frozen += points;
        from.original += points;
        parts.push({ lotId: from.id, points });
      }
      return { id: n + 1, expiresAt, parts };
    });
    return { owed, lots: made, holds: live.filter(({ parts }) => parts.length > 0), now: day(20) };
  });

describe("settling, whatever the lots, holds and debt", () => {
  it("keeps the accounts equal to the lots after every entry and never below nothing", () => {
    fc.assert(
      fc.property(anyState, (facts) => {
        let state = facts;
        for (const posting of settleDue(facts)) {
          const before = accountsOf(state);
          state = carriedOut(state, [posting]);
          const now = accountsOf(state);
          const { deltas } = posting;
          for (const name of ["available", "pending", "frozen", "owed"] as const) {
            expect(now[name], `${posting.type} ${name}`).toBe(before[name] + deltas[name]);
            expect(now[name]).toBeGreaterThanOrEqual(0);
          }
          if (now.owed > 0) expect(now.available).toBe(0);
          expect(Object.values(deltas).some((delta) => delta !== 0)).toBe(true);
        }
      }),
    );
  });

  it("makes and loses no points but by expiry", () => {
    fc.assert(
      fc.property(anyState, (facts) => {
        for (const posting of settleDue(facts)) {
          const moved = outsidePoints(posting.deltas);
          if (posting.type === "EXPIRE") expect(moved).toBeLessThan(0);
          else expect(moved).toBe(0);
        }
      }),
    );
  });

  it("comes out the same however often a job ran in between", () => {
    fc.assert(
      fc.property(anyState, fc.array(anyDay, { maxLength: 4 }), (facts, stops) => {
        const once = settleDue(facts);
        let state = facts;
        const often: Posting[] = [];
        for (const now of [...stops.sort((a, b) => a.getTime() - b.getTime()), facts.now]) {
          const postings = settleDue({ ...state, now });
          often.push(...postings);
          state = carriedOut(state, postings);
        }
        expect(often).toEqual(once);
      }),
    );
  });

  it("goes by the moments, never later than now, and leaves nothing due", () => {
    fc.assert(
      fc.property(anyState, anyDay, (facts, now) => {
        const due = { ...facts, now };
        const postings = settleDue(due);
        const moments = postings.map(({ effectiveAt }) => effectiveAt.getTime());
        expect(moments).toEqual([...moments].sort((a, b) => a - b));
        for (const moment of moments) expect(moment).toBeLessThanOrEqual(now.getTime());
        const left = carriedOut(due, postings);
        expect(settleDue(left)).toEqual([]);
        for (const each of left.lots) {
          if (each.expiresAt <= now) expect(each.remaining).toBe(0);
          if (each.availableAt <= now && each.remaining > 0) expect(each.matured).toBe(true);
        }
      }),
    );
  });

  it("names each entry once", () => {
    fc.assert(
      fc.property(anyState, (facts) => {
        const names = settleDue(facts).map(
          ({ type, reference }) => `${type} ${reference.type}:${reference.id}`,
        );
        expect(new Set(names).size).toBe(names.length);
      }),
    );
  });
});
