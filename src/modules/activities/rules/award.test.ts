import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { undoneShare } from "../../points/rules/refund";
import { type Earner, earnsWhole, type Held, planBonus, planChallenge, planWhole } from "./award";

const PAID_AT = new Date("2026-06-02T00:00:00Z");
const order = (changes: Partial<Earner> = {}): Earner => ({
  orderId: "o1",
  paidAmountMinor: 9999,
  refundedMinor: 0,
  cancelled: false,
  paidAt: PAID_AT,
  ...changes,
});
const NOTHING: Held = { points: 0, clawed: 0, coupon: false };
const held = (points: number, clawed = 0, coupon = false): Held => ({ points, clawed, coupon });
const COUPON = held(0, 0, true);
const BOTH = held(500, 0, true);

describe("the bonus for a first order", () => {
  it.each<[string, Held, Earner | undefined, Earner | undefined, ReturnType<typeof planBonus>]>([
    ["waits for an order", NOTHING, undefined, undefined, { claw: 0, award: null }],
    ["comes with it", NOTHING, undefined, order(), { claw: 0, award: { points: 100, clawed: 0 } }],
    ["comes once", held(100), order(), order(), { claw: 0, award: null }],
    [
      "keeps the share that is not refunded",
      held(100),
      order({ refundedMinor: 3333 }),
      order(),
      { claw: 34, award: null },
    ],
    [
      "counts what was taken before",
      held(100, 34),
      order({ refundedMinor: 6666 }),
      order(),
      { claw: 33, award: null },
    ],
    [
      "is gone with its order",
      held(100, 34),
      order({ cancelled: true }),
      undefined,
      { claw: 66, award: null },
    ],
    [
      "moves to another order when nothing of it is left",
      held(100),
      order({ refundedMinor: 9999 }),
      order({ orderId: "o2" }),
      { claw: 100, award: { points: 100, clawed: 0 } },
    ],
    [
      "comes less what of its order was refunded before",
      NOTHING,
      undefined,
      order({ refundedMinor: 3333 }),
      { claw: 0, award: { points: 100, clawed: 34 } },
    ],
    [
      "does not come where nothing of it would be left",
      NOTHING,
      undefined,
      order({ refundedMinor: 9999 }),
      { claw: 0, award: null },
    ],
  ])("%s", (_, state, earner, next, expected) => {
    expect(planBonus(100, state, earner, next)).toEqual(expected);
  });

  it("is taken back like the order’s own points, however a refund is split", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1_000_000_000 }),
        fc.integer({ min: 1, max: 1_000_000_000_000 }),
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 6 }),
        (points, paidAmountMinor, cuts) => {
          let state = held(points);
          const totals = [...cuts, 1].map((part) => Math.floor(part * paidAmountMinor));
          for (const refundedMinor of totals.sort((a, b) => a - b)) {
            const earner = order({ paidAmountMinor, refundedMinor });
            const plan = planBonus(points, state, earner, undefined);
            expect(plan.claw).toBeGreaterThanOrEqual(0);
            state = { ...state, clawed: state.clawed + plan.claw };
            expect(state.clawed).toBe(undoneShare(points, paidAmountMinor, refundedMinor));
          }
          expect(state.clawed).toBe(points);
        },
      ),
    );
  });
});

describe("a challenge’s points", () => {
  it.each<[string, Held, boolean, ReturnType<typeof planChallenge>]>([
    ["wait for the goal", NOTHING, false, { claw: 0, withdraw: false, award: null }],
    [
      "come with the goal",
      NOTHING,
      true,
      { claw: 0, withdraw: false, award: { points: 500, clawed: 0 } },
    ],
    ["come once", held(500), true, { claw: 0, withdraw: false, award: null }],
    ["all go when refunds undo it", held(500), false, { claw: 500, withdraw: false, award: null }],
    ["go once", held(500, 500), false, { claw: 0, withdraw: false, award: null }],
    [
      "come again with it",
      held(500, 500),
      true,
      { claw: 0, withdraw: false, award: { points: 500, clawed: 0 } },
    ],
    ["come once with a coupon", BOTH, true, { claw: 0, withdraw: false, award: null }],
    ["go with their coupon", BOTH, false, { claw: 500, withdraw: true, award: null }],
    ["may be a coupon alone", COUPON, true, { claw: 0, withdraw: false, award: null }],
    ["take a coupon alone back", COUPON, false, { claw: 0, withdraw: true, award: null }],
  ])("%s", (_, state, reached, expected) => {
    expect(planChallenge(500, state, reached)).toEqual(expected);
  });

  it("are held exactly while the goal is reached, never twice at a time", () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { maxLength: 30 }), (history) => {
        let state = NOTHING;
        for (const reached of history) {
          const { claw, award } = planChallenge(500, state, reached);
          state = { ...state, clawed: state.clawed + claw };
          if (award) {
            expect(state.points - state.clawed).toBe(0);
            state = { ...award, coupon: false };
          }
          expect(state.points - state.clawed).toBe(reached ? 500 : 0);
        }
      }),
    );
  });
});

describe("an award with a coupon", () => {
  const NEW = { points: 500, clawed: 0 };
  it.each<[string, Held, boolean, boolean, ReturnType<typeof planWhole>]>([
    ["waits for an order", NOTHING, false, false, { claw: 0, withdraw: false, award: null }],
    ["comes with it", NOTHING, false, true, { claw: 0, withdraw: false, award: NEW }],
    ["comes once", BOTH, true, true, { claw: 0, withdraw: false, award: null }],
    ["comes once without points", COUPON, true, true, { claw: 0, withdraw: false, award: null }],
    ["goes as a whole", BOTH, false, false, { claw: 500, withdraw: true, award: null }],
    ["moves to another order", BOTH, false, true, { claw: 500, withdraw: true, award: NEW }],
    ["comes again", held(500, 500), true, true, { claw: 0, withdraw: false, award: NEW }],
  ])("%s", (_, state, stands, next, expected) => {
    expect(planWhole(500, state, stands, next)).toEqual(expected);
  });

  it.each([
    ["all of it", {}, 5000, true],
    ["what reaches the minimum", { refundedMinor: 4999 }, 5000, true],
    ["less than the minimum", { refundedMinor: 5000 }, 5000, false],
    ["a fen where there is no minimum", { refundedMinor: 9998 }, 0, true],
    ["nothing", { refundedMinor: 9999 }, 0, false],
    ["nothing, for it is cancelled", { cancelled: true }, 0, false],
  ])("is held by an order of which there is left %s", (_, left, minimumMinor, expected) => {
    expect(earnsWhole(order(left), minimumMinor)).toBe(expected);
  });
});
