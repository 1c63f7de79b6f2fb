import type { z } from "zod";
import type { redeemOutput, redemptionView, rewardView } from "../schema";

/** A reward as a shopper sees it. */
export type ShownReward = z.input<typeof rewardView>;
/** A redemption as its member sees it. */
export type ShownRedemption = z.input<typeof redemptionView>;
/** What the member is told when it is done. */
export type Redeemed = z.input<typeof redeemOutput>;
