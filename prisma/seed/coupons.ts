import type { z } from "zod";
import { createDefinitionInput } from "@/modules/coupons/schema/coupons";
import { createDefinition, listDefinitions } from "@/modules/coupons/service/definitions";
import { voidCoupon } from "@/modules/coupons/service/end";
import { issueToMember } from "@/modules/coupons/service/issue";
import { issueMany } from "@/modules/coupons/service/issue-many";
import { listIssues } from "@/modules/coupons/service/issues";
import { useCoupon } from "@/modules/coupons/service/use";
import { ownCoupons } from "@/modules/coupons/service/wallet";
import type { MemberRef } from "@/platform/auth";
import type { Work } from "@/platform/work";
import { at, DAY_MS, daysAgo, type TimedAct, told } from "./acts";

/** Coupons of the demo: a wallet in every state, codes for print, and orders that were paid with some. */

type Wanted = z.input<typeof createDefinitionInput>;
const amount = (amountMinor: number) => ({ kind: "AMOUNT" as const, amountMinor });

const DEFINITIONS = {
  "gift-20": {
    name: { "zh-CN": "满 100 减 20", en: "¥20 off ¥100+" },
    terms: { effect: amount(2000), minimumMinor: 10_000, validDays: 180 },
  },
  "off-30": {
    name: { "zh-CN": "满 200 减 30", en: "¥30 off ¥200+" },
    description: { "zh-CN": "全场通用。", en: "On everything." },
    terms: { effect: amount(3000), minimumMinor: 20_000, validDays: 30, combinable: true },
  },
  tenth: {
    name: { "zh-CN": "全场九折", en: "10% off" },
    description: { "zh-CN": "特价商品也可用。", en: "On sale items too." },
    terms: {
      effect: { kind: "PERCENT", offBps: 1000, maximumMinor: 5000 },
      validDays: 60,
      combinable: true,
    },
  },
  welcome: {
    name: { "zh-CN": "无门槛 10 元", en: "¥10 off, no minimum" },
    // It all but pays an order of two things: sent back in part, it would come back with one of them kept.
    terms: { effect: amount(1000), validDays: 14, givesBack: false },
  },
  "new-year": {
    name: { "zh-CN": "新春满 500 减 80", en: "New Year: ¥80 off ¥500+" },
    terms: {
      effect: amount(8000),
      minimumMinor: 50_000,
      validFrom: new Date(daysAgo(-10, 0)).toISOString(),
      validDays: 30,
    },
  },
} as const satisfies Record<string, Wanted>;

export type CouponName = keyof typeof DEFINITIONS;
export type CouponIds = ReadonlyMap<CouponName, number>;

const FIRST_DAYS = 361;

/** Makes the definitions that are not there yet. */
export async function defineCoupons(): Promise<CouponIds> {
  const ids = new Map<CouponName, number>();
  for (const [name, wanted] of Object.entries(DEFINITIONS)) {
    const definition = createDefinitionInput.parse(wanted);
    const made = await at(daysAgo(FIRST_DAYS, 30), async (work) => {
      const { items } = await listDefinitions(work, { limit: 100 });
      const known = items.find((one) => one.name.en === definition.name.en);
      if (known) return known;
      told(work, "coupons.create", wanted, "definition");
      return createDefinition(work, definition);
    });
    ids.set(name as CouponName, made.definitionId);
  }
  return ids;
}

const LEAFLETS = "十一月宣传单";

/** Codes for print, of which the shop has handed out some. */
export async function printLeaflets(ids: CouponIds): Promise<void> {
  await at(daysAgo(25, 120), async (work) => {
    const { items } = await listIssues(work, { limit: 100 });
    if (items.some(({ reason }) => reason === LEAFLETS)) return;
    const definitionId = ids.get("welcome") ?? 0;
    const leaflets = { reason: LEAFLETS, count: 50 };
    told(work, "coupons.issueMany", { definitionId: String(definitionId), ...leaflets });
    await issueMany(work, { definitionId, ...leaflets });
  });
}

interface Given {
  coupon: CouponName;
  issued: number;
  /** Used on that order, so many days ago, when the goods cost so much. */
  used?: { order: number; days: number; yuan: number };
  voided?: number;
}

/** What the shoppers were given: the gold one has every state in the wallet. */
export const SHOPPERS_GIVEN: Readonly<Record<string, readonly Given[]>> = {
  registered: [{ coupon: "welcome", issued: 1 }],
  bronze: [{ coupon: "off-30", issued: 28, used: { order: 4, days: 20, yuan: 284 } }],
  silver: [
    { coupon: "off-30", issued: 12, used: { order: 5, days: 9, yuan: 396 } },
    { coupon: "tenth", issued: 6 },
  ],
  gold: [
    { coupon: "welcome", issued: 60 },
    { coupon: "tenth", issued: 50, used: { order: 9, days: 44, yuan: 949 } },
    { coupon: "off-30", issued: 29 },
    { coupon: "off-30", issued: 22, used: { order: 10, days: 18, yuan: 577 } },
    { coupon: "gift-20", issued: 16, voided: 15 },
    { coupon: "tenth", issued: 8 },
    { coupon: "new-year", issued: 3 },
  ],
  diamond: [
    { coupon: "tenth", issued: 40, used: { order: 7, days: 30, yuan: 1938 } },
    { coupon: "off-30", issued: 4 },
  ],
};

const REASON = "会员关怀";

/** A shopper's coupons as they were given, used and voided. Those of one definition go by their moment. */
export function couponsOf(ids: CouponIds, list: readonly Given[], externalId: string): TimedAct[] {
  return list.flatMap(({ coupon, issued, used, voided }) => {
    const definitionId = ids.get(coupon) ?? 0;
    const moment = daysAgo(issued, 80);
    const own = async (work: Work, ref: MemberRef) => {
      const { items } = await ownCoupons(work, ref, { only: "ALL", limit: 100 });
      return items.find(
        (one) => one.definitionId === definitionId && one.issuedAt?.getTime() === moment.getTime(),
      );
    };
    const step = (when: Date, run: (work: Work, ref: MemberRef) => Promise<unknown>) => ({
      at: when,
      act: { kind: "do" as const, run },
    });
    const give = async (work: Work, ref: MemberRef) => {
      const known = await own(work, ref);
      if (known) return known;
      const input = { ...ref, definitionId: String(definitionId), reason: REASON };
      told(work, "coupons.issue", input);
      return issueToMember(work, ref, { definitionId, reason: REASON });
    };
    const acts = [step(moment, give)];
    if (used) {
      const { order, days, yuan } = used;
      const request = {
        orderId: `${externalId}-${order}`,
        orderAmountMinor: yuan * 100,
        reserve: false,
      };
      // A moment before the order is paid.
      const when = new Date(daysAgo(days, 199 + (order - 1) * 7).getTime());
      acts.push(
        step(when, async (work, ref) => {
          const couponId = (await own(work, ref))?.couponId;
          told(work, "coupons.takeNamed", { ...ref, ...request, couponId: String(couponId) });
          return useCoupon(work, ref, { ...request, couponId });
        }),
      );
    }
    if (voided !== undefined) {
      const when = new Date(daysAgo(voided, 0).getTime() + DAY_MS / 2);
      acts.push(
        step(when, async (work, ref) => {
          const couponId = (await own(work, ref))?.couponId;
          if (couponId === undefined) return null;
          told(work, "coupons.void", { couponId: String(couponId), reason: "发错了" });
          return voidCoupon(work, couponId, "发错了");
        }),
      );
    }
    return acts;
  });
}
