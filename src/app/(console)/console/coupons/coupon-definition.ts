import type { Outputs } from "@/trpc/client";

export type CouponDefinition = Outputs["coupons"]["definitions"]["items"][number];
export type CouponIssue = Outputs["coupons"]["issues"]["items"][number];

/** The questions the desk asks first, the same on the server and in the browser. */
export const definitionsInput = { limit: 50 };
export const issuesInput = { limit: 20 };
