import { healthRouter } from "@/platform/health";
import { jobsRouter } from "@/platform/jobs-router";
import { router } from "@/platform/trpc";
import { version } from "../../package.json";
import { accessRouter } from "./access/router";
import { activitiesRouter } from "./activities/router";
import { earningRouter } from "./earning/router";
import { approvalsRouter } from "./approvals/router";
import { benefitsRouter } from "./benefits/router";
import { eventTypes } from "./events";
import { jobs } from "./jobs";
import { ordersRouter } from "./intake/router";
import { pointsRouter } from "./points/router";
import { auditRouter, inboxRouter, membersRouter, profileRouter } from "./profile/router";
import { programProcedures } from "./program/router";
import { rewardsRouter } from "./rewards/router";
import { statsRouter } from "./stats/router";
import { ruleProcedures, tiersRouter } from "./tiers/router";
import { eventsRouter, webhooksRouter } from "./webhooks/router";

/** Every procedure of the product; the tRPC door, the REST door and the OpenAPI document are made from it. */
export const appRouter = router({
  access: accessRouter,
  members: membersRouter,
  profile: profileRouter,
  inbox: inboxRouter,
  audit: auditRouter,
  program: router({ ...programProcedures, ...ruleProcedures }),
  tiers: tiersRouter,
  points: pointsRouter,
  approvals: approvalsRouter,
  benefits: benefitsRouter,
  activities: activitiesRouter,
  earning: earningRouter,
  rewards: rewardsRouter,
  orders: ordersRouter,
  events: eventsRouter(eventTypes),
  webhooks: webhooksRouter(eventTypes),
  stats: statsRouter,
  system: jobsRouter(jobs),
  health: healthRouter(version),
});

export type AppRouter = typeof appRouter;
