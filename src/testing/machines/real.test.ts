import { describe, expect, it } from "vitest";
import type { NewActivity } from "@/modules/activities/schema/activity";
import type { CouponTerms } from "@/modules/coupons/schema/terms";
import { type Act, carriedOut } from "@/modules/machines/rules/acts";
import { offered, type Prepared, prepared } from "@/modules/machines/rules/offer";
import { search } from "@/modules/machines/rules/search";
import { newWorld } from "@/modules/machines/rules/world";
import type { Subject } from "@/modules/machines/schema/subject";
import { gathered } from "@/modules/machines/service/gather";
import { createReward } from "@/modules/rewards/service/manage";
import { reader } from "@/platform/db";
import { activity } from "../activities";
import { at } from "../actors";
import { coupon } from "../coupons";
import { useDatabase } from "../database";
import { Random, seedOf } from "../model/random";
import { NOTHING_MORE } from "../model/things";
import { askAt, useBusinessTime, useProgram } from "../program";
import { LONG_RUN, MACHINE_SEEDS } from "./long-run";
import { endsOf, Played } from "./real";
import { NO_TEXT } from "./subjects";

/** What the search says is what the product does: its sequences are carried out on a database. */

function useShop(): void {
  useDatabase("machines");
  useBusinessTime("2026-06-02T13:00:00+08:00");
}

const OPENS = new Date("2026-06-01T00:00:00+08:00");
const NOW = new Date("2026-06-02T12:00:00+08:00");

/** What a machine is found in has nothing of the other tests. */
async function about(ids: { activities?: number[]; rewards?: number[]; coupons?: number[] }) {
  const all = await gathered(askAt(NOW));
  const { activities = [], rewards = [], coupons = [] } = ids;
  return {
    ...all,
    activities: all.activities.filter(({ id }) => activities.includes(id)),
    rewards: all.rewards.filter(({ id }) => rewards.includes(id)),
    coupons: all.coupons.map((one) => ({
      ...one,
      isGiven: one.isGiven && coupons.includes(one.id),
    })),
  } satisfies Subject;
}

async function couponReward(
  effect: CouponTerms["effect"],
  pointsCost: number,
  minimumMinor = 0,
): Promise<number> {
  const { definitionId } = await coupon({ effect, minimumMinor });
  const gives = { kind: "COUPON", couponDefinitionId: Number(definitionId), pointsCost } as const;
  return (await at(NOW, (work) => createReward(work, { ...NOTHING_MORE, ...gives }))).rewardId;
}

function machineIn(subject: Subject) {
  for (const walk = search(subject); ; ) {
    const { done, value } = walk.next();
    if (done) return value.machine;
  }
}

/** A member without an account of the shop's plays each step; after each all figures are the same. */
async function playedOut(subject: Subject): Promise<Act["kind"][]> {
  const machine = machineIn(subject);
  if (!machine) throw new Error("no machine was found");
  const played = await Played.begin(subject, machine.tier);
  let before = newWorld(subject, machine.tier);
  for (const { act, world } of machine.steps) {
    await played.act(act, before);
    expect(await played.ends()).toEqual(endsOf(world));
    before = world;
  }
  return machine.steps.map(({ act }) => act.kind);
}

describe("without a minimum for invitations", () => {
  useShop();
  useProgram({ earn: { referralMinimumMinor: 0 } });

  it("a friend pays a fen, and both have what was promised", async () => {
    expect(await playedOut(await about({}))).toEqual(["INVITE", "BUY"]);
  });
});

describe("a round of days made up for less than it brings", () => {
  useShop();
  useProgram({ earn: { makeUpsPerMonthMax: 7, makeUpCostPoints: 1 } });

  it("costs and pays what it was said to", async () => {
    expect(await playedOut(await about({}))).toEqual(["BUY", "WAIT", "MAKE_UP"]);
  });
});

describe("a reward worth more than it costs", () => {
  useShop();
  it("gives what it was said to give", async () => {
    const reward = await couponReward({ kind: "AMOUNT", amountMinor: 3000 }, 20);
    expect(await playedOut(await about({ rewards: [reward] }))).toEqual(["BUY", "TAKE"]);
  });
});

describe("a coupon for a free piece that comes back with the rest of the order", () => {
  useShop();
  it("leaves piece and coupon", async () => {
    const effect = { kind: "ITEM", sku: "CUP", valueMinor: 4900 } as const;
    const reward = await couponReward(effect, 100, 9900);
    const steps = await playedOut(await about({ rewards: [reward] }));
    expect(steps).toEqual(["BUY", "TAKE", "BUY", "RETURN"]);
  });
});

describe("activities that multiply one another", () => {
  useShop();
  useProgram({ earn: { pointsPerYuan: 5 } });

  it("bring more than is paid, until the budget is spent", async () => {
    const window = { startsAt: OPENS, endsAt: new Date("2026-06-04T00:00:00+08:00") };
    const terms = { ...window, joining: "CHOICE", stacking: { mode: "ALL" } } as const;
    const multiplier = (multiplierPct: number, more: Partial<NewActivity>) =>
      activity({ ...terms, effect: { kind: "POINTS_MULTIPLIER", multiplierPct }, ...more });
    const ids = [
      await multiplier(1000, { pointsBudget: 50_000 }),
      await multiplier(500, { frequency: { limit: 2, per: "lifetime" } }),
    ];
    const steps = await playedOut(await about({ activities: ids }));
    expect(steps).toEqual(["JOIN", "JOIN", "BUY"]);
  });
});

/** Any acts that the product would let one do, one after the other. */
function* walk(prepare: Prepared, random: Random, steps: number) {
  let world = newWorld(prepare.subject);
  let last: Act | undefined;
  for (let step = 0; step < steps; step++) {
    const before = world;
    const able = [...offered(prepare, before, last)].flatMap((act) => {
      const after = carriedOut(prepare.subject, before, act, prepare.prices.coupons);
      return after ? [{ act, after }] : [];
    });
    const kinds = [...new Set(able.map(({ act }) => act.kind))];
    const kind = random.pick(kinds);
    const chosen = random.pick(able.filter(({ act }) => act.kind === kind));
    if (!chosen) return;
    world = chosen.after;
    last = chosen.act;
    yield { before, ...chosen };
  }
}

async function agrees(subject: Subject, seeds: readonly number[], steps: number) {
  const prepare = prepared(subject);
  const met = new Set<Act["kind"] | "BENEFIT" | "COUPON" | "POINTS">();
  for (const seed of seeds) {
    const played = await Played.begin(subject, subject.ladder[0].code);
    const told: string[] = [];
    for (const { before, act, after } of walk(prepare, new Random(seedOf(seed, 0)), steps)) {
      told.push(JSON.stringify(act));
      met.add(act.kind);
      if (act.kind === "BUY") {
        if (act.benefit !== null) met.add("BENEFIT");
        if (act.coupon !== null) met.add("COUPON");
        if (act.withPoints) met.add("POINTS");
      }
      await played.act(act, before).catch((error: unknown) => {
        throw new Error(`seed ${seed}: ${told.join("\n")}`, { cause: error });
      });
      expect(await played.ends(), `seed ${seed}: ${told.join("\n")}`).toEqual(endsOf(after));
    }
  }
  return met;
}

const SEEDS = Array.from({ length: MACHINE_SEEDS }, (_, at) => at + 1);

const ALWAYS = { enabled: true, validFrom: null, validUntil: null };

const BENEFITS = [
  {
    ...{ ...ALWAYS, id: "OFF", type: "COUPON", name: NO_TEXT },
    ...{ quota: { limit: 2, per: "month" }, params: { amountMinor: 700, minimumMinor: 1200 } },
  },
  {
    ...{ ...ALWAYS, id: "GIFT", type: "BIRTHDAY_GIFT", name: NO_TEXT },
    ...{ quota: { limit: 1, per: "year" }, params: { points: 40 } },
  },
  {
    ...{ ...ALWAYS, id: "RATE", type: "DISCOUNT", name: NO_TEXT },
    ...{ quota: null, params: { rateBps: 8800 } },
  },
  {
    ...{ ...ALWAYS, id: "TWICE", type: "POINTS_MULTIPLIER", name: NO_TEXT },
    ...{ quota: { limit: 2, per: "month" }, params: { multiplierPct: 250 } },
  },
];

async function busyProgram(): Promise<Subject> {
  const window = { startsAt: OPENS, endsAt: new Date("2026-09-01T00:00:00+08:00") };
  const join = { ...window, joining: "CHOICE" } as const;
  const bonus = { kind: "BONUS_POINTS", orderMinimumMinor: 5_000 } as const;
  const activities = [
    await activity({ ...join, effect: { kind: "POINTS_MULTIPLIER", multiplierPct: 300 } }),
    await activity({ ...join, effect: { ...bonus, on: "FIRST_ORDER", points: 80 } }),
    await activity({
      ...join,
      effect: { ...bonus, on: "EACH_ORDER", points: 7 },
      pointsBudget: 30_000,
    }),
    await activity({
      ...join,
      effect: { kind: "CHALLENGE", goal: "ORDERS", target: 2, points: 50, orderMinimumMinor: 100 },
    }),
    await activity({ ...join, effect: { ...bonus, on: "JOIN", points: 30 }, capacity: 100 }),
  ];
  const { definitionId: tenOff } = await coupon({ effect: { kind: "AMOUNT", amountMinor: 1000 } });
  const { definitionId: share } = await coupon({
    effect: { kind: "PERCENT", offBps: 2500, maximumMinor: 3000 },
    givesBack: false,
  });
  const reward = await couponReward({ kind: "ITEM", sku: "CUP", valueMinor: 1900 }, 90, 5_000);
  const coupons = [Number(tenOff), Number(share)];
  return about({ activities, rewards: [reward], coupons });
}

const TIMEOUT = { timeout: LONG_RUN ? 1_800_000 : 60_000 };

describe("whatever is done", () => {
  useShop();
  it("the figures are those of the product", TIMEOUT, async () => {
    const met = await agrees(await busyProgram(), SEEDS, 8);
    expect(met).toContain("RETURN");
    expect(met).toContain("TAKE");
    expect(met).toContain("POINTS");
  });
});

describe("whatever is done with benefits and coupons of activities", () => {
  useShop();
  const benefits = BENEFITS.map(({ id }) => id);
  useProgram({ benefits: BENEFITS }, (rung) => ({ ...rung, benefits }));

  it("the figures are those of the product", TIMEOUT, async () => {
    const window = { startsAt: OPENS, endsAt: new Date("2026-09-01T00:00:00+08:00") };
    const bonus = { kind: "BONUS_POINTS", orderMinimumMinor: 4_000 } as const;
    const off = async (amountMinor: number, more: Partial<CouponTerms> = {}) => {
      const made = await coupon({ effect: { kind: "AMOUNT", amountMinor }, ...more });
      return { couponDefinitionId: made.definitionId };
    };
    const activities = [
      await activity({
        ...{ ...window, joining: "AUTOMATIC" },
        effect: { ...bonus, on: "FIRST_ORDER", points: 20, ...(await off(900)) },
      }),
      await activity({
        ...{ ...window, joining: "CHOICE" },
        effect: { ...bonus, on: "JOIN", points: 0, ...(await off(600, { uses: 2 })) },
      }),
      await activity({
        ...{ ...window, joining: "CHOICE", pointsBudget: 100_000 },
        effect: {
          ...{ kind: "CHALLENGE", goal: "ORDERS", target: 2, points: 0, orderMinimumMinor: 100 },
          ...(await off(500, { givesBack: false })),
        },
      }),
    ];
    const met = await agrees(await about({ activities }), SEEDS, 8);
    expect(met).toContain("RETURN");
    expect(met).toContain("BENEFIT");
    expect(met).toContain("COUPON");
    await reader.write("UPDATE activity SET endsAt = startsAt WHERE id IN (?, ?, ?)", activities);
  });
});

describe("whatever is done while points wait", () => {
  useShop();
  useProgram({ earn: { pendingDays: 2, referralWaitDays: 3, pointsPerYuan: 3 } });

  it("the figures are those of the product", TIMEOUT, async () => {
    const met = await agrees(await about({}), SEEDS, 8);
    expect(met).toContain("WAIT");
    expect(met).toContain("INVITE");
  });
});
