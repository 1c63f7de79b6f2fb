import type { z } from "zod";
import { requireMember } from "@/modules/members/service/members";
import type { createInput } from "@/modules/rewards/schema/managed";
import { addAddress } from "@/modules/rewards/service/addresses";
import { cancelRedemption, finishRedemption } from "@/modules/rewards/service/fulfil";
import { setGoal } from "@/modules/rewards/service/goal";
import { createReward, listRewards } from "@/modules/rewards/service/manage";
import { shipRedemptions } from "@/modules/rewards/service/ship";
import { takeReward } from "@/modules/rewards/service/take-reward";
import { redemptionsFor } from "@/modules/rewards/service/view";
import type { MemberRef } from "@/platform/auth";
import type { Work } from "@/platform/work";
import { at, daysAgo, type TimedAct, told } from "./acts";
import type { Random } from "./random";
import { type RewardName, SHELF } from "./shelf";

/** The points mall of the demo, and what was taken from it. */

export type RewardIds = ReadonlyMap<RewardName, number>;
type NewReward = z.output<typeof createInput>;

const plain = {
  terms: null,
  category: null,
  perMonth: null,
  minTier: null,
  benefitId: null,
  passUses: null,
  passDays: null,
  couponDefinitionId: null,
};
const MALL_OPENED_DAYS = 360;

/** Puts on the shelf what isn't there yet; its coupon issues one of a definition. */
export async function fillShelf(couponDefinitionId: number | null): Promise<RewardIds> {
  const ids = new Map<RewardName, number>();
  for (const [sortOrder, item] of SHELF.entries()) {
    const { picture, ...reward } = item;
    const image = `/rewards/${picture}.svg`;
    const given = reward.kind === "COUPON" ? { couponDefinitionId } : {};
    const wanted: NewReward = { ...plain, ...reward, ...given, image, onShelf: true, sortOrder };
    const id = await at(daysAgo(MALL_OPENED_DAYS, 60), async (work) => {
      const { items } = await listRewards(work, { limit: 100 });
      const known = items.find(({ name }) => name.en === wanted.name.en);
      if (known) return known;
      const id = wanted.couponDefinitionId;
      const input = { ...wanted, couponDefinitionId: id === null ? null : String(id) };
      told(work, "rewards.create", input, "definition");
      return createReward(work, wanted);
    });
    ids.set(picture, Number(id.rewardId));
  }
  return ids;
}

interface Taking {
  reward: RewardName;
  /** Days ago of each step; a product that isn't shipped waits. */
  taken: number;
  shipped?: number;
  arrived?: number;
  cancelled?: number;
  minute?: number;
}

const ADDRESS = {
  name: "林夏",
  phone: "13800000000",
  region: "浙江省杭州市西湖区",
  line: "文三路 1 号 2 幢 301",
};

/**
 * One member's exchanges, in the order of their moments. Taking has no reference of its own, so a
 * seeding that is taken up again knows by their number which are there already.
 */
export function takings(ids: RewardIds, list: readonly Taking[], name = ADDRESS.name): TimedAct[] {
  return list.flatMap((taking, index) => {
    let redemptionId = 0;
    const minute = taking.minute ?? 300;
    // What was refused, for want of points or as nothing new for a tier, has no way to go.
    const step = (
      days: number | undefined,
      later: number,
      go: (work: Work) => Promise<unknown>,
    ) => {
      if (days === undefined) return [];
      const run = async (work: Work) => (redemptionId === 0 ? null : go(work));
      return [{ at: daysAgo(days, minute + later), act: { kind: "do" as const, run } }];
    };
    const take = async (work: Work, ref: MemberRef) => {
      redemptionId = await takeOnce(work, ref, { ...taking, index, ids, name });
    };
    const number = String(index + 1).padStart(2, "0");
    const trackingCode = `SF14${String(taking.taken).padStart(4, "0")}${String(minute).padStart(5, "0")}${number}`;
    return [
      { at: daysAgo(taking.taken, minute), act: { kind: "do" as const, run: take } },
      ...step(taking.cancelled, 30, (work) => {
        told(work, "rewards.cancel", { id: String(redemptionId) });
        return cancelRedemption(work, redemptionId, null);
      }),
      ...step(taking.shipped, 60, (work) => {
        // Of two members at one minute it is the same number.
        const parcel = { carrier: "SF", trackingCode, unusual: true };
        told(work, "rewards.ship", {
          shipments: [{ redemptionId: String(redemptionId), ...parcel }],
        });
        return shipRedemptions(work, [{ redemptionId, ...parcel }]);
      }),
      ...step(taking.arrived, 90, (work) => {
        told(work, "rewards.finish", { redemptionId: String(redemptionId) });
        return finishRedemption(work, redemptionId);
      }),
    ];
  });
}

interface Wanted extends Taking {
  index: number;
  ids: RewardIds;
  name: string;
}

async function takeOnce(work: Work, ref: MemberRef, wanted: Wanted): Promise<number> {
  const { items } = await redemptionsFor(work, ref, { limit: 100 });
  const known = items.reverse()[wanted.index];
  if (known) return known.redemptionId;
  const isParcel = SHELF.some(
    ({ picture, kind }) => picture === wanted.reward && kind === "PRODUCT",
  );
  const rewardId = wanted.ids.get(wanted.reward) ?? 0;
  const taking = {
    quantity: 1,
    deliveryAddress: isParcel ? { ...ADDRESS, name: wanted.name } : undefined,
  };
  told(work, "rewards.redeem", { ...ref, rewardId: String(rewardId), ...taking });
  const answer = await takeReward(work, ref, { rewardId, ...taking });
  return answer.redemptionId;
}

/** What the five shoppers took: between them every state there is. */
export const SHOPPERS_TOOK: Readonly<Record<string, readonly Taking[]>> = {
  bronze: [{ reward: "free-shipping", taken: 15 }],
  gold: [{ reward: "notebook", taken: 9, shipped: 7 }],
  silver: [{ reward: "notebook", taken: 3 }],
  diamond: [
    { reward: "celadon-cup", taken: 150, shipped: 148, arrived: 144 },
    { reward: "coupon", taken: 90 },
    { reward: "sachet", taken: 60, cancelled: 60 },
    { reward: "umbrella", taken: 20, shipped: 18 },
    { reward: "tea-tin", taken: 2 },
  ],
};

/** Each saves for something and has parcels sent somewhere. */
const SHOPPERS_SAVE: Readonly<Record<string, RewardName>> = {
  bronze: "celadon-cup",
  silver: "incense",
  gold: "tea-tin",
};

export function saving(ids: RewardIds, tier: string, name: string): TimedAct[] {
  const reward = SHOPPERS_SAVE[tier];
  if (reward === undefined) return [];
  const run = async (work: Work, ref: MemberRef) => {
    const { id } = await requireMember(work.tx, ref);
    await addAddress(work, id, { address: { ...ADDRESS, name }, isDefault: true });
    await setGoal(work, ref, ids.get(reward) ?? null);
  };
  return [{ at: daysAgo(1, 200), act: { kind: "do", run } }];
}

/** Some customers with points spend them: parcels that wait, and some that are on their way. */
export function customerTakings(
  ids: RewardIds,
  random: Random,
  { name, joined }: { name: string; joined: number },
): TimedAct[] {
  if (!random.chance(0.4)) return [];
  const reward = random.pick<RewardName>([
    "notebook",
    "coupon",
    "sachet",
    "canvas-bag",
    "free-shipping",
  ]);
  // Half of them lately, so that parcels wait to be sent.
  const longest = random.chance(0.5) ? 24 : MALL_OPENED_DAYS - 1;
  const taken = random.between(1, Math.min(longest, joined - 1));
  const minute = random.between(60, 900);
  // Older parcels have long been sent.
  const sent = taken > 7 ? { shipped: taken - 2 } : {};
  const done = taken > 12 ? { arrived: taken - 7 } : {};
  const isParcel = reward !== "coupon" && reward !== "free-shipping";
  const way = isParcel ? { ...sent, ...done } : {};
  return takings(ids, [{ reward, taken, minute, ...way }], name);
}
