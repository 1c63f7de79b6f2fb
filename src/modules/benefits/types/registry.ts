// Written by scripts/benefit-types.mjs from the files of this folder; edit none of it by hand.

import type { BenefitType } from "../schema/benefit-type";
import { birthdayGift } from "./birthday-gift";
import { coupon } from "./coupon";
import { dedicatedService } from "./dedicated-service";
import { discount } from "./discount";
import { freeShipping } from "./free-shipping";
import { pointsMultiplier } from "./points-multiplier";
import { priorityDispatch } from "./priority-dispatch";

export const benefitTypes: Readonly<Record<string, BenefitType>> = {
  BIRTHDAY_GIFT: birthdayGift,
  COUPON: coupon,
  DEDICATED_SERVICE: dedicatedService,
  DISCOUNT: discount,
  FREE_SHIPPING: freeShipping,
  POINTS_MULTIPLIER: pointsMultiplier,
  PRIORITY_DISPATCH: priorityDispatch,
};
