import type { z } from "zod";
import type { goalOutput, redeemOutput, redemptionView, rewardView } from "../schema/rewards";

/** A reward as a shopper sees it. */
export type ShownReward = z.input<typeof rewardView>;
/** What a member saves for, and how far it is. */
export type ShownGoal = NonNullable<z.input<typeof goalOutput>["goal"]>;
/** A redemption as its member sees it. */
export type ShownRedemption = z.input<typeof redemptionView>;
/** What the member is told when it is done. */
export type Redeemed = z.input<typeof redeemOutput>;
