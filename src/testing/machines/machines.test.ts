import { describe, expect, it } from "vitest";
import { search } from "@/modules/machines/rules/search";
import type { Subject } from "@/modules/machines/schema/subject";
import type { BenefitQuota } from "@/modules/program/schema/rules";
import { LONG_RUN, SOUND_STEPS } from "./long-run";
import {
  AIRLINE,
  AIRLINE_RULES,
  activityOf,
  benefitOf,
  couponOf,
  everybodyHas,
  rewardOf,
  subjectOf,
  THREE_TIERS,
  TRAPS,
} from "./subjects";

/** Faults of rules are found, and rules without faults are left alone. */

const SECOND_MS = 1_000;
const TIMEOUT = { timeout: (LONG_RUN ? 1_800 : 60) * SECOND_MS };

function searched(subject: Subject, steps = 6) {
  const begun = performance.now();
  for (const walk = search(subject, steps); ; ) {
    const { done, value } = walk.next();
    if (done) return { ...value, tookMs: performance.now() - begun };
  }
}

const kindsOf = ({ machine }: ReturnType<typeof searched>) =>
  machine?.steps.map(({ act }) => act.kind);

describe("a trap", () => {
  it.each([
    ["invitation", ["INVITE", "BUY"]],
    ["reward", ["BUY", "TAKE"]],
    ["multiplier", ["BUY"]],
    ["coupon", ["BUY", "TAKE", "BUY", "RETURN"]],
    ["makeUp", ["WAIT", "MAKE_UP"]],
  ] as const)("%s is found", (name, kinds) => {
    const found = searched(TRAPS[name]());
    expect(kindsOf(found)).toEqual(kinds);
    expect(found.machine?.gain.minor).toBeGreaterThan(0);
    expect(found.tookMs).toBeLessThan(60 * SECOND_MS);
  });

  it("of a round made up for less than it brings; for more, or where no whole one can be, it is sound", () => {
    const made = (earn: object) => subjectOf({ earn: { pendingDays: 0, ...earn } });
    const cheap = made({ makeUpsPerMonthMax: 7, makeUpCostPoints: 1 });
    const found = searched(cheap, 3);
    expect(kindsOf(found)).toEqual(["BUY", "WAIT", "MAKE_UP"]);
    expect(found.machine?.gain.points).toBe(13);
    for (const earn of [{ makeUpsPerMonthMax: 7, makeUpCostPoints: 3 }, { makeUpsPerMonthMax: 6 }])
      expect(searched(made(earn), 3).machine).toBeNull();
  });

  it("of a bonus for each order that asks for nothing", () => {
    const effect = { kind: "BONUS_POINTS", on: "EACH_ORDER", points: 50 } as const;
    const activities = [activityOf({ effect: { ...effect, orderMinimumMinor: 0 } })];
    expect(kindsOf(searched(subjectOf({}, { activities })))).toEqual(["BUY"]);
    const sound = [activityOf({ effect: { ...effect, orderMinimumMinor: 5_000 } })];
    expect(searched(subjectOf({}, { activities: sound }), 3).machine).toBeNull();
  });

  it("of points on joining that nothing bounds; what is bounded is a gift", () => {
    const effect = { kind: "BONUS_POINTS", on: "JOIN", points: 50, orderMinimumMinor: 0 } as const;
    const activity = activityOf({ effect, joining: "CHOICE" });
    expect(kindsOf(searched(subjectOf({}, { activities: [activity] })))).toEqual(["JOIN"]);
    const bounded = [{ ...activity, placesLeft: 12 }];
    expect(searched(subjectOf({}, { activities: bounded }), 3).machine).toBeNull();
  });

  it("of a benefit that takes an amount off without a quota, or with one for each order", () => {
    const off = (quota: BenefitQuota | null) =>
      subjectOf(
        { benefits: [benefitOf("COUPON", { amountMinor: 1_000 }, quota)] },
        { ladder: everybodyHas(["COUPON"]) },
      );
    expect(kindsOf(searched(off(null)))).toEqual(["BUY"]);
    expect(kindsOf(searched(off({ limit: 1, per: "order" })))).toEqual(["BUY"]);
  });

  it("of a benefit that brings points with any order, without a quota", () => {
    const benefits = [benefitOf("BIRTHDAY_GIFT", { points: 500 }, null)];
    const found = searched(subjectOf({ benefits }, { ladder: everybodyHas(["BIRTHDAY_GIFT"]) }));
    expect(kindsOf(found)).toEqual(["BUY"]);
  });

  it("of a coupon with a first order that may be worth a fen", () => {
    expect(kindsOf(searched(withFirstOrder(0)))).toEqual(["BUY"]);
  });

  it("of a coupon with a first order that is used before that order comes back", () => {
    const kinds = kindsOf(searched(withFirstOrder(20_000)));
    expect(kinds?.slice(0, 2)).toEqual(["BUY", "BUY"]);
    expect(kinds?.slice(2).every((kind) => kind === "RETURN" || kind === "CANCEL")).toBe(true);
  });

  it("of a coupon without a minimum that all but pays an order; as used for good it is sound", () => {
    const coupon = (givesBack: boolean) => {
      const terms = { effect: { kind: "AMOUNT", amountMinor: 1_000 } as const, givesBack };
      return subjectOf({}, { coupons: [couponOf(terms)] });
    };
    expect(kindsOf(searched(coupon(true)))).toEqual(["GIVEN", "BUY", "RETURN"]);
    expect(searched(coupon(false), 4).machine).toBeNull();
  });
});

function withFirstOrder(orderMinimumMinor: number, minimumMinor = 0) {
  const effect = { kind: "BONUS_POINTS", on: "FIRST_ORDER", points: 0, orderMinimumMinor } as const;
  const off = { effect: { kind: "AMOUNT", amountMinor: 1_000 } as const, minimumMinor };
  const coupons = [couponOf({ ...off, givesBack: false }, { isGiven: false })];
  return subjectOf({}, { activities: [activityOf({ effect, coupon: 0 })], coupons });
}

describe("no false alarm", () => {
  it.each([
    ["the default ladder", subjectOf()],
    ["three tiers", subjectOf({}, { ladder: THREE_TIERS })],
    ["an airline's", subjectOf(AIRLINE_RULES, { ladder: AIRLINE })],
  ])("on %s", TIMEOUT, (_, subject) => {
    expect(searched(subject, SOUND_STEPS)).toMatchObject({ machine: null, depth: SOUND_STEPS });
  });

  it("on a mall that is generous, and coupons that make one buy", TIMEOUT, () => {
    const coupons = [
      couponOf({ effect: { kind: "AMOUNT", amountMinor: 5_000 }, minimumMinor: 50_000 }),
      couponOf({ effect: { kind: "AMOUNT", amountMinor: 1_000 } }, { isGiven: false }),
    ];
    const rewards = [rewardOf({ pointsCost: 500, coupon: 1 })];
    const { terms, ...rest } = coupons[1] ?? couponOf({});
    const kept = { ...rest, terms: { ...terms, givesBack: false } };
    const subject = subjectOf({}, { coupons: [couponOf(coupons[0]?.terms ?? {}), kept], rewards });
    expect(searched(subject, SOUND_STEPS).machine).toBeNull();
  });

  it("on benefits that are counted, and on lower prices", TIMEOUT, () => {
    const subject = subjectOf(
      {
        benefits: [
          benefitOf("COUPON", { amountMinor: 3_000 }, { limit: 1, per: "month" }),
          benefitOf("BIRTHDAY_GIFT", { points: 500 }, { limit: 1, per: "year" }),
          benefitOf("DISCOUNT", { rateBps: 7_000 }, null),
        ],
      },
      { ladder: everybodyHas(["COUPON", "BIRTHDAY_GIFT", "DISCOUNT"]) },
    );
    expect(searched(subject, SOUND_STEPS).machine).toBeNull();
  });

  it("on a goal that takes long to reach and the last step to it", TIMEOUT, () => {
    const effect = { kind: "CHALLENGE", goal: "SPEND", target: 100_000, points: 800 } as const;
    const activity = activityOf({ effect: { ...effect, orderMinimumMinor: 0 } });
    const subject = subjectOf({}, { activities: [activity] });
    expect(searched(subject, SOUND_STEPS).machine).toBeNull();
  });

  it("on a first order that brings a coupon and has to be worth it", TIMEOUT, () => {
    const subject = withFirstOrder(20_000, 10_000);
    expect(searched(subject, SOUND_STEPS).machine).toBeNull();
  });
});

it("points that are spent before their order comes back are owed, and that is told apart", () => {
  const terms = { effect: { kind: "AMOUNT", amountMinor: 200 } as const, givesBack: false };
  const coupons = [couponOf(terms, { isGiven: false })];
  const subject = subjectOf({}, { coupons, rewards: [rewardOf({ pointsCost: 100, coupon: 0 })] });
  const { machine, debt } = searched(subject, 3);
  expect(machine).toBeNull();
  expect(debt?.steps.map(({ act }) => act.kind)).toEqual(["BUY", "TAKE", "RETURN"]);
  expect(debt?.gain.owed).toBe(100);
  const waits = { ...subject, rules: subjectOf({ earn: { pendingDays: 15 } }).rules };
  expect(searched(waits, 3).debt).toBeNull();
});
