import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { raisedPoints } from "../../points/rules/order-figures";
import type { Stacking } from "../schema/terms";
import { type Candidate, type Part, planActivities } from "./plan";

/** Lines of ¥100, ¥50 and ¥10, of which each yuan earns a point. */
const LINES = [10_000, 5_000, 1_000];
const PARTS: Part[] = LINES.map((paidMinor, at) => ({
  lineId: `l${at}`,
  weight: paidMinor * 100,
  paidMinor,
}));

const ALL: Stacking = { mode: "ALL" };
const HIGHEST: Stacking = { mode: "HIGHEST" };
const inGroup = (priority: number, group = "g"): Stacking => ({
  mode: "PRIORITY",
  group,
  priority,
});

type Made = Partial<Omit<Candidate, "hits">> & { on?: number[] };
const times = (multiplierPct: number, more: Made = {}): Made => ({
  effect: { kind: "POINTS_MULTIPLIER", multiplierPct },
  ...more,
});
const plus = (points: number, more: Made = {}, orderMinimumMinor = 0): Made => ({
  effect: { kind: "BONUS_POINTS", on: "EACH_ORDER", points, orderMinimumMinor },
  ...more,
});

function planned(made: Made[], { otherPct = 100, parts = PARTS, pointsMax = 1e9 } = {}) {
  const candidates = made.map(
    ({ on = [0, 1, 2], ...rest }, at): Candidate => ({
      id: at + 1,
      effect: { kind: "POINTS_MULTIPLIER", multiplierPct: 200 },
      stacking: HIGHEST,
      room: Number.POSITIVE_INFINITY,
      hits: parts.map((_, place) => on.includes(place)),
      ...rest,
    }),
  );
  const weight = parts.reduce((sum, part) => sum + part.weight, 0);
  const facts = {
    ...{ paidAmountMinor: 0, pointsPerYuan: 1, multiplierPct: 100, boostPct: otherPct },
    ...{ goods: { weight, fixedPoints: 0 }, pointsMax },
  };
  const pointsAt = (raise: { pcts: readonly number[]; bonus: number }) =>
    raisedPoints(facts, parts, raise);
  const plan = planActivities({ parts, otherPct, candidates, pointsAt });
  return { plan, pointsAt, base: pointsAt({ pcts: parts.map(() => otherPct), bonus: 0 }) };
}

const given = (made: Made[], around = {}) =>
  Object.fromEntries(planned(made, around).plan.uses.map(({ id, points }) => [id, points]));

describe("what activities add to an order of ¥100, ¥50 and ¥10", () => {
  it.each<[string, Made[], Record<number, number>]>([
    ["twice on everything", [times(200)], { 1: 160 }],
    ["twice on one line", [times(200, { on: [1] })], { 1: 50 }],
    ["the highest on each line", [times(200), times(300, { on: [0] })], { 1: 60, 2: 200 }],
    ["one of two that are alike", [times(200), times(200)], { 1: 160 }],
    [
      "both where they add up",
      [times(200, { stacking: ALL }), times(300, { stacking: ALL, on: [0] })],
      { 1: 160, 2: 200 },
    ],
    [
      "one that adds up on the highest",
      [times(200), times(150, { stacking: ALL })],
      { 1: 160, 2: 80 },
    ],
    [
      "the first of a group, and the next on what it leaves",
      [times(500, { stacking: inGroup(2) }), times(200, { stacking: inGroup(1), on: [0] })],
      { 1: 240, 2: 100 },
    ],
    [
      "one of each group",
      [times(200, { stacking: inGroup(1, "a") }), times(200, { stacking: inGroup(1, "b") })],
      { 1: 160, 2: 160 },
    ],
    ["a bonus whose minimum its lines meet", [plus(30, { on: [1, 2] }, 6_000)], { 1: 30 }],
    ["none whose minimum they don't", [plus(30, { on: [1, 2] }, 6_001)], {}],
    ["a bonus beside a multiplier", [plus(30), times(200)], { 1: 30, 2: 160 }],
    ["the largest of two bonuses", [plus(30), plus(40)], { 2: 40 }],
    [
      "the next of its group where the first can't pay",
      [times(300, { room: 319 }), times(200)],
      { 2: 160 },
    ],
    ["all of it up to the last point", [times(300, { room: 320 })], { 1: 320 }],
    ["nothing that adds nothing", [times(200, { on: [] }), plus(5, { on: [] })], {}],
  ])("is %s", (_, made, uses) => {
    expect(given(made)).toEqual(uses);
  });

  it("is only what goes beyond a benefit, where the highest counts", () => {
    expect(given([times(200)], { otherPct: 150 })).toEqual({ 1: 80 });
    expect(given([times(150)], { otherPct: 150 })).toEqual({});
    expect(given([times(150, { stacking: ALL })], { otherPct: 150 })).toEqual({ 1: 80 });
  });

  it("replaces a benefit only where it leaves nothing of the order to it", () => {
    expect(planned([times(200)], { otherPct: 150 }).plan.replaces).toBe(true);
    expect(planned([times(200, { on: [0] })], { otherPct: 150 }).plan.replaces).toBe(false);
    expect(planned([times(200, { stacking: ALL })], { otherPct: 150 }).plan.replaces).toBe(false);
  });

  it("is no more than the member may still earn", () => {
    expect(given([times(200)], { pointsMax: 200 })).toEqual({ 1: 40 });
    expect(given([times(200), plus(9)], { pointsMax: 160 })).toEqual({});
  });

  it("is given for no goods that cost nothing", () => {
    const free = PARTS.map((part) => ({ ...part, paidMinor: 0 }));
    expect(given([plus(30)], { parts: free })).toEqual({});
  });
});

const stacking = fc.oneof(
  fc.constant(ALL),
  fc.constant(HIGHEST),
  fc
    .record({ priority: fc.integer({ min: 1, max: 3 }), group: fc.constantFrom("a", "b") })
    .map(({ priority, group }) => inGroup(priority, group)),
);
const candidate = fc
  .record({
    isTimes: fc.boolean(),
    much: fc.integer({ min: 101, max: 1000 }),
    on: fc.uniqueArray(fc.nat(2)),
    room: fc.oneof(fc.constant(Number.POSITIVE_INFINITY), fc.nat(2_000)),
    minimum: fc.nat(20_000),
    stacking,
  })
  .map(({ isTimes, much, minimum, ...more }) =>
    isTimes ? times(much, more) : plus(much, more, minimum),
  );
const drawn = fc.record({
  made: fc.array(candidate, { maxLength: 6 }),
  otherPct: fc.constantFrom(100, 150, 300),
  pointsMax: fc.constantFrom(1e9, 500, 100),
});

describe("whatever the activities", () => {
  it("adds up to the order's points, and never takes more than a budget has", () => {
    fc.assert(
      fc.property(drawn, ({ made, ...around }) => {
        const { plan, pointsAt, base } = planned(made, around);
        const sum = plan.uses.reduce((all, { points }) => all + points, 0);
        expect(base + sum).toBe(pointsAt(plan));
        for (const { id, points } of plan.uses) {
          expect(points).toBeGreaterThan(0);
          expect(points).toBeLessThanOrEqual(made[id - 1]?.room ?? Number.POSITIVE_INFINITY);
        }
      }),
    );
  });

  it("gives each line to one of a group at most, and each activity only its own", () => {
    fc.assert(
      fc.property(drawn, ({ made, ...around }) => {
        const { uses } = planned(made, around).plan;
        const taken = new Set<string>();
        for (const { id, parts } of uses) {
          const own = made[id - 1];
          expect(parts.every((at) => (own?.on ?? []).includes(at))).toBe(true);
          if (own?.stacking?.mode !== "PRIORITY") continue;
          for (const at of parts) {
            const key = `${own.stacking.group} ${at}`;
            expect(taken.has(key)).toBe(false);
            taken.add(key);
          }
        }
      }),
    );
  });
});
