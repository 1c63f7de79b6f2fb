import type { ShownReward } from "@/modules/rewards/components/shown-reward";

/** Pieces of one redemption, as the API takes them. */
const QUANTITY_MAX = 20;

/** How many a member could have now: stock, the month's limit and points each set a bound. */
export function quantityMaxOf(reward: ShownReward, available: number): number {
  const { stock, perMonth, usedThisMonth, pointsCost } = reward;
  return Math.max(
    1,
    Math.min(
      QUANTITY_MAX,
      stock ?? QUANTITY_MAX,
      perMonth === null ? QUANTITY_MAX : perMonth - usedThisMonth,
      Math.floor(available / Math.max(1, pointsCost)),
    ),
  );
}
