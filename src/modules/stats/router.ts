import { command, query, router } from "@/platform/trpc";
import * as schema from "./schema";
import { effectsOf } from "./service/effects";
import { dashboardOf, statisticsOf } from "./service/figures";
import { rebuildStatistics } from "./service/rebuild";

const READERS = { operator: "stats:read", service: "stats:read" } as const;

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

  dashboard: query(
    {
      access: { operator: "stats:read" },
      input: schema.rangeInput,
      output: schema.dashboard,
      fromReplica: true,
    },
    (ask, input) => dashboardOf(ask, input),
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
