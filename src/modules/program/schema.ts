import { z } from "zod";
import { pointsPositive } from "@/platform/scalars";

/** One published state of the rules; the defaults are the first version's. */
export const programRules = z.object({
  /** Unknown customers of order events become members. */
  autoEnrol: z.boolean().default(true),
  tiers: z
    .object({
      qualifyingPeriod: z.enum(["lifetime", "rolling12Months"]).default("lifetime"),
      protectionMonths: z.int().min(0).max(60).default(6),
    })
    .prefault({}),
  earn: z
    .object({
      pointsPerYuan: z.int().min(0).max(1000).default(1),
      pendingDays: z.int().min(0).max(365).default(0),
      expiryMonths: z.int().min(1).max(240).default(24),
      reviewPoints: pointsPositive.default(10),
      reviewsPerDayMax: z.int().min(1).max(1000).default(5),
      sharePoints: pointsPositive.default(5),
      sharesPerDayMax: z.int().min(1).max(1000).default(1),
      checkInPoints: pointsPositive.default(5),
      streakDays: z.int().min(2).max(31).default(7),
      streakPoints: z.int().min(0).max(100_000).default(20),
      birthdayPoints: pointsPositive.default(100),
      referralPoints: pointsPositive.default(100),
    })
    .prefault({}),
  redeem: z
    .object({
      /** Points that are worth one yuan. */
      pointsPerYuan: z.int().min(1).max(100_000).default(100),
      /** The most of an order's amount that points may pay, in basis points. */
      orderShareMaxBps: z.int().min(0).max(10_000).default(3000),
      holdTtlSeconds: z.int().min(60).max(86_400).default(900),
      restoreGraceDays: z.int().min(0).max(365).default(30),
    })
    .prefault({}),
  adjust: z
    .object({
      /** Corrections above it want a second operator. */
      approvalAbovePoints: pointsPositive.default(10_000),
    })
    .prefault({}),
});

export type ProgramRules = z.output<typeof programRules>;

export interface Program {
  /** The version that decides now; entries and tier changes name it. */
  versionId: number;
  rules: ProgramRules;
  /** Business dates are of this zone (IANA name). */
  timeZone: string;
}
