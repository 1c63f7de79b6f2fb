import { memberRef } from "@/platform/auth";
import { command, query, router } from "@/platform/trpc";
import * as schema from "./schema";
import { effectsOf } from "./service/effects";
import { dashboardOf, statisticsOf } from "./service/figures";
import { landmarksOf } from "./service/landmarks";
import { rebuildStatistics } from "./service/rebuild";
import { couponEffectsOf, salesOverRange } from "./service/sales";
import { savingLinesOf, savingsOf } from "./service/savings";
import { tierFlowOf } from "./service/tier-flow";

const READERS = { operator: "stats:read", service: "stats:read" } as const;
const ABOUT_MEMBERS = {
  member: "self",
  operator: "members:read",
  service: "members:read",
} as const;

export const statsRouter = router({
  statistics: query(
    {
      access: READERS,
      input: schema.rangeInput,
      output: schema.statistics,
      fromReplica: true,
      rest: {
        method: "GET",
        path: "/admin/statistics",
        tag: "stats",
        summary: "Members, points, spend and liability over a date range",
        description:
          "Figures follow the events within seconds. What arrives late counts on the day on which it happened, so a day that has passed may still change.",
      },
    },
    (ask, input) => statisticsOf(ask, input),
  ),

  effects: query(
    {
      access: READERS,
      input: schema.rangeInput,
      output: schema.effects,
      fromReplica: true,
      rest: {
        method: "GET",
        path: "/admin/statistics/benefits",
        tag: "stats",
        summary: "Benefit and activity results by tier and day",
      },
    },
    (ask, input) => effectsOf(ask, input),
  ),

  coupons: query(
    {
      access: READERS,
      input: schema.couponEffectsInput,
      output: schema.couponEffects,
      fromReplica: true,
      rest: {
        method: "GET",
        path: "/admin/statistics/coupons",
        tag: "stats",
        summary: "Coupon results by definition and day",
        description:
          "Coupons and the orders paid with them. A use that comes back, and an order that is refunded or cancelled, change the days on which they counted.",
      },
    },
    (ask, input) => couponEffectsOf(ask, input),
  ),

  sales: query(
    {
      access: READERS,
      input: schema.rangeInput,
      output: schema.sales,
      fromReplica: true,
      rest: {
        method: "GET",
        path: "/admin/statistics/sales",
        tag: "stats",
        summary: "Sales by category and brand",
        description:
          "Of orders that were told with their lines. What was refunded of no line in particular lowers all lines of its order.",
      },
    },
    (ask, input) => salesOverRange(ask, input),
  ),

  tierFlow: query(
    {
      access: READERS,
      input: schema.rangeInput,
      output: schema.tierFlow,
      fromReplica: true,
      rest: {
        method: "GET",
        path: "/admin/statistics/tier-changes",
        tag: "stats",
        summary: "Tier upgrades and downgrades over a date range",
        description: "Enrolling and leaving are no changes of tier.",
      },
    },
    (ask, input) => tierFlowOf(ask, input),
  ),

  landmarks: query(
    {
      access: { operator: "stats:read" },
      input: schema.rangeInput,
      output: schema.landmarks,
      fromReplica: true,
    },
    (ask, input) => landmarksOf(ask, input),
  ),

  dashboard: query(
    {
      access: { operator: "stats:read" },
      input: schema.rangeInput,
      output: schema.dashboard,
      fromReplica: true,
    },
    (ask, input) => dashboardOf(ask, input),
  ),

  savings: query(
    {
      access: ABOUT_MEMBERS,
      input: schema.savingsInput,
      output: schema.savings.nullable(),
      fromReplica: true,
    },
    (ask, input) => savingsOf(ask, memberRef(ask.caller, input)),
  ),

  savingLines: query(
    {
      access: ABOUT_MEMBERS,
      input: schema.savingLinesInput,
      output: schema.savingLines,
      fromReplica: true,
    },
    (ask, { limit, cursor, ...who }) =>
      savingLinesOf(ask, memberRef(ask.caller, who), { limit, cursor }),
  ),

  rebuild: command(
    {
      access: { operator: "access:manage" },
      input: schema.rebuildInput,
      output: schema.rebuildOutput,
    },
    (work) => rebuildStatistics(work),
  ),
});
