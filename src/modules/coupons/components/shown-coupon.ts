import type { z } from "zod";
import type { ownCoupon } from "../schema/coupons";

/** A coupon as its member sees it. */
export type ShownCoupon = z.input<typeof ownCoupon>;
