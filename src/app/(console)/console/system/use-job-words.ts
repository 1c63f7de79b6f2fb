import { useTranslations } from "next-intl";

/** What a job is called in the code, and the message that says it. */
export const jobMessages = {
  "points.settle": "settle",
  "points.batches": "batches",
  "imports.run": "runImports",
  "imports.prune": "pruneImports",
  "points.birthdays": "birthdays",
  "points.notices": "notices",
  "points.verify": "verify",
  "tiers.follow": "followRules",
  "tiers.review": "reviewTiers",
  "tiers.preview": "previewTiers",
  "tiers.prunePreviews": "prunePreviews",
  "purchases.preview": "previewOrders",
  "purchases.prunePreviews": "pruneOrderPreviews",
  "drafts.publish": "publishDrafts",
  "benefits.expire": "expireReservations",
  "coupons.issue": "issueCoupons",
  "coupons.expire": "expireCoupons",
  "coupons.notices": "couponNotices",
  "segments.follow": "followSegments",
  "automations.follow": "followAutomations",
  "automations.sweep": "sweepAutomations",
  "activities.status": "activityStatus",
  "activities.referrals": "settleReferrals",
  "approvals.expire": "expireApprovals",
  "webhooks.prune": "pruneDeliveries",
  "worklist.tell": "tellStaff",
  "lists.select": "selectMembers",
  "lists.makeFiles": "makeFiles",
  "lists.forget": "forgetLists",
  "wallets.follow": "followCards",
  "wallets.forget": "forgetCards",
  "access.pruneSignIns": "pruneSignIns",
  "access.pruneCodes": "pruneCodes",
  "sending.prune": "pruneSent",
  "access.pruneGrants": "pruneGrants",
  "members.keyIdentities": "keyIdentities",
  "members.pruneCardCodes": "pruneCardCodes",
  "members.pruneParked": "pruneParked",
  "members.cutNames": "cutNames",
  "activities.keyInvited": "keyInvited",
  "webhooks.forget": "forgetAnswers",
  "access.pruneSessions": "pruneSessions",
  "identity.pruneHandoffs": "pruneHandoffs",
  "guests.prune": "pruneGuests",
  "inbox.prune": "pruneMessages",
  "platform.pruneKeys": "pruneKeys",
  "platform.pruneRuns": "pruneRuns",
  "platform.pruneAudit": "pruneAudit",
  "platform.pruneJournal": "pruneJournal",
  "platform.pruneEvents": "pruneEvents",
} as const;

const units = [
  { unit: "days", seconds: 86_400 },
  { unit: "hours", seconds: 3_600 },
  { unit: "minutes", seconds: 60 },
] as const;

/** A job's name, what it does and how often, in words. */
export function useJobWords() {
  const t = useTranslations("system.jobs");
  const known = (name: string) => (isKnown(name) ? jobMessages[name] : undefined);
  return {
    name: (name: string): string => {
      const job = known(name);
      return job ? t(`names.${job}`) : name;
    },
    task: (name: string): string => {
      const job = known(name);
      return job ? t(`tasks.${job}`) : "";
    },
    every: (everySeconds: number): string => {
      const fit = units.find(({ seconds }) => everySeconds % seconds === 0);
      return fit
        ? t(`every.${fit.unit}`, { count: everySeconds / fit.seconds })
        : t("every.seconds", { count: everySeconds });
    },
  };
}

function isKnown(name: string): name is keyof typeof jobMessages {
  return name in jobMessages;
}
