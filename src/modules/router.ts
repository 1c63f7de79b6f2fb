import { healthRouter } from "@/platform/health";
import { jobsRouter } from "@/platform/jobs-router";
import { router } from "@/platform/trpc";
import { version } from "../../package.json";
import { accessRouter } from "./access/router";
import { jobs } from "./jobs";
import { ordersRouter } from "./orders/router";
import { pointsRouter } from "./points/router";
import { membersRouter, profileRouter } from "./profile/router";
import { programProcedures } from "./program/router";
import { ruleProcedures, tiersRouter } from "./tiers/router";

/** Every procedure of the product; the tRPC door, the REST door and the OpenAPI document are made from it. */
export const appRouter = router({
  access: accessRouter,
  members: membersRouter,
  profile: profileRouter,
  program: router({ ...programProcedures, ...ruleProcedures }),
  tiers: tiersRouter,
  points: pointsRouter,
  orders: ordersRouter,
  system: jobsRouter(jobs),
  health: healthRouter(version),
});

export type AppRouter = typeof appRouter;
