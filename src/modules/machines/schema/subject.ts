import type { LocalizedText } from "@/platform/texts";
import type { Effect, Joining } from "../../activities/schema/activity";
import type { Terms } from "../../activities/schema/terms";
import type { CouponTerms } from "../../coupons/schema/terms";
import type { ProgramRules } from "../../program/schema/rules";
import type { RewardKind } from "../../rewards/schema/rewards";
import type { Ladder } from "../../tiers/schema";

/** All by which members can come to points or worth: what is looked at for money machines. */

export interface SubjectActivity extends Pick<Terms, "scope" | "frequency" | "stacking"> {
  id: number;
  title: LocalizedText;
  effect: Effect;
  joining: Joining;
  minTierCode: string | null;
  /** What comes with its points, by its place among the coupons, and what that counts in its budget. */
  coupon: number | null;
  couponPoints: number;
  /** Places and points that are left; null for no bound. */
  placesLeft: number | null;
  pointsLeft: number | null;
}

export interface SubjectReward {
  id: number;
  name: LocalizedText;
  kind: RewardKind;
  pointsCost: number;
  stock: number | null;
  perMonth: number | null;
  minTier: string | null;
  benefitId: string | null;
  passUses: number | null;
  /** What it issues, by its place among the coupons. */
  coupon: number | null;
}

export interface SubjectCoupon {
  id: number;
  name: LocalizedText;
  terms: CouponTerms;
  /** The shop gives them beside the points mall and activities. */
  isGiven: boolean;
}

export interface Subject {
  /** The moment at which everything begins. */
  at: string;
  timeZone: string;
  rules: ProgramRules;
  ladder: Ladder;
  activities: readonly SubjectActivity[];
  rewards: readonly SubjectReward[];
  coupons: readonly SubjectCoupon[];
}
