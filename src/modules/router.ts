import { healthRouter } from "@/platform/health";
import { jobsRouter } from "@/platform/jobs-router";
import { router } from "@/platform/trpc";
import { version } from "../../package.json";
import { accessRouter } from "./access/router";
import { activitiesRouter } from "./activities/router";
import { approvalsRouter } from "./approvals/router";
import { auditRouter, memberAuditProcedures } from "./audit/router";
import { automationsRouter } from "./automations/router";
import { benefitsRouter } from "./benefits/router";
import { brandRouter } from "./brand/router";
import { correctionProcedures } from "./corrections/router";
import { couponsRouter } from "./coupons/router/coupons";
import { draftsRouter } from "./drafts/router";
import { earningRouter } from "./earning/router";
import { eventTypes } from "./events";
import { guestsRouter } from "./guests/router";
import { identityRouter, sessionsRouter } from "./identity/router";
import { importsRouter } from "./imports/router";
import { intakeProcedures } from "./intake/router";
import { jobs } from "./jobs";
import { listsRouter } from "./lists/router";
import { machinesRouter } from "./machines/router";
import { memberRecordProcedures, ownRecordProcedures } from "./members/router";
import { memberOrdersProcedures } from "./orders/router";
import { appendOnly, memberLotsProcedures, pointsProcedures } from "./points/router";
import { hubProcedures, inboxRouter } from "./profile/router/own";
import { memberProcedures, profileProcedures } from "./profile/router/profile";
import { programProcedures } from "./program/router";
import { orderPreviewProcedures, purchaseProcedures } from "./purchases/router";
import { rewardsRouter } from "./rewards/router/rewards";
import { searchRouter } from "./search/router";
import { labelsProcedures, segmentsRouter } from "./segments/router";
import { sendingRouter } from "./sending/router";
import { statsRouter } from "./stats/router";
import { memberTierProcedures, ruleProcedures, tiersRouter } from "./tiers/router";
import { walletsRouter } from "./wallets/router";
import { eventsRouter, webhooksRouter } from "./webhooks/router";
import { worklistRouter } from "./worklist/router";

/** Every procedure of the product; the tRPC door, the REST door and the OpenAPI document are made from it. */
export const appRouter = router({
  access: accessRouter,
  sessions: sessionsRouter,
  identity: identityRouter,
  brand: brandRouter,
  guests: guestsRouter,
  members: router({
    ...memberProcedures,
    ...memberRecordProcedures,
    ...memberTierProcedures,
    ...memberLotsProcedures,
    ...memberOrdersProcedures,
    ...memberAuditProcedures,
    ...labelsProcedures,
  }),
  profile: router({ ...profileProcedures, ...hubProcedures, ...ownRecordProcedures }),
  wallets: walletsRouter,
  inbox: inboxRouter,
  audit: auditRouter,
  lists: listsRouter,
  program: router({ ...programProcedures, ...ruleProcedures, ...orderPreviewProcedures }),
  machines: machinesRouter,
  imports: importsRouter,
  tiers: tiersRouter,
  segments: segmentsRouter,
  points: router({ ...pointsProcedures, ...correctionProcedures }),
  drafts: draftsRouter,
  approvals: approvalsRouter,
  benefits: benefitsRouter,
  coupons: couponsRouter,
  automations: automationsRouter,
  activities: activitiesRouter,
  earning: earningRouter,
  rewards: rewardsRouter,
  orders: router({ ...intakeProcedures, ...purchaseProcedures }),
  events: eventsRouter(eventTypes),
  webhooks: webhooksRouter(eventTypes),
  stats: statsRouter,
  worklist: worklistRouter,
  search: searchRouter,
  sending: sendingRouter,
  system: jobsRouter(jobs),
  health: healthRouter(version, appendOnly),
});

export type AppRouter = typeof appRouter;
