import type { Loop } from "@/platform/background";
import { pruneKeys } from "@/platform/idempotency";
import type { Job } from "@/platform/jobs";
import { pruneJournal } from "@/platform/journal/keeping";
import { Publisher } from "@/platform/outbox";
import { pruneAudit, pruneEvents, pruneRuns } from "@/platform/retention";
import { accessJobs } from "./access/jobs";
import { activitiesJobs } from "./activities/jobs";
import { approvalsJobs } from "./approvals/jobs";
import { automationsJobs, followedUpTo } from "./automations/jobs";
import { benefitsJobs } from "./benefits/jobs";
import { correctionsJobs } from "./corrections/jobs";
import { couponsJobs } from "./coupons/jobs";
import { draftsJobs } from "./drafts/jobs";
import { earningJobs } from "./earning/jobs";
import { guestsJobs } from "./guests/jobs";
import { identityJobs } from "./identity/jobs";
import { importsJobs } from "./imports/jobs";
import { inboxJobs } from "./inbox/jobs";
import { intakeLoops } from "./intake/jobs";
import { listsJobs } from "./lists/jobs";
import { machinesLoops } from "./machines/jobs";
import { membersJobs } from "./members/jobs";
import { pointsJobs } from "./points/jobs";
import { purchasesJobs } from "./purchases/jobs";
import { factsUpTo, segmentsJobs } from "./segments/jobs";
import { sendingJobs, sendingLoops } from "./sending/jobs";
import { countedUpTo, statsLoops } from "./stats/jobs";
import { tiersJobs } from "./tiers/jobs";
import { walletsFollowedUpTo, walletsJobs, walletsLoops } from "./wallets/jobs";
import { deliveredUpTo, webhookJobs, webhookLoops } from "./webhooks/jobs";
import { worklistJobs } from "./worklist/jobs";

/** Every kind of scheduled work, in the order a runner looks at them. */
export const jobs: readonly Job[] = [
  ...pointsJobs,
  ...correctionsJobs,
  ...importsJobs,
  ...tiersJobs,
  ...benefitsJobs,
  ...couponsJobs,
  ...segmentsJobs,
  ...automationsJobs,
  ...activitiesJobs,
  ...earningJobs,
  ...purchasesJobs,
  ...approvalsJobs,
  ...draftsJobs,
  ...walletsJobs,
  ...webhookJobs,
  ...listsJobs,
  ...worklistJobs,
  ...accessJobs,
  ...identityJobs,
  ...guestsJobs,
  ...sendingJobs,
  ...inboxJobs,
  ...membersJobs,
  { name: "platform.pruneKeys", everySeconds: 3600, run: pruneKeys },
  { name: "platform.pruneRuns", everySeconds: 3600, run: pruneRuns },
  { name: "platform.pruneJournal", everySeconds: 3600, run: pruneJournal },
  { name: "platform.pruneAudit", everySeconds: 3600, run: pruneAudit },
  {
    name: "platform.pruneEvents",
    everySeconds: 3600,
    run: pruneEvents([deliveredUpTo, countedUpTo, followedUpTo, walletsFollowedUpTo, factsUpTo]),
  },
];

/** What goes on beside the jobs, made anew for each process that turns it. */
export const loops = (): readonly Loop[] => [
  new Publisher(),
  ...webhookLoops(),
  ...sendingLoops(),
  ...walletsLoops(),
  ...intakeLoops(),
  ...machinesLoops(),
  ...statsLoops(),
];
