import type { Locale } from "@/i18n/config";
import { instantOf } from "@/i18n/format";
import type { ShownActivity } from "@/modules/activities/components/shown-activity";
import { imageAddress } from "@/platform/picture-address";
import { textOf } from "@/platform/texts";
import { type ActivityDraft, effectOf, settingsOf } from "./activity-draft";
import type { ManagedActivity } from "./activity-status";

/** What has become of an activity that is there already. */
export type Standing = Pick<ManagedActivity, "status" | "joinedCount" | "pointsGiven">;

interface Around {
  now: Date;
  timeZone: string;
  locale: Locale;
  tiers: readonly { code: string; name: string }[];
  /** Null for one that is being made. */
  standing: Standing | null;
  /** Where no words have been typed yet. */
  blank: { title: string; description: string };
  /** The name of the coupon that is chosen. */
  coupon: string | null;
}

/**
 * What a shopper who may join would see of a draft, saved as it stands: its places as they are taken,
 * its budget as it is spent, and paused or over where it is.
 */
export function previewOf(draft: ActivityDraft, around: Around): ShownActivity {
  const { now, timeZone, locale, tiers, standing, blank, coupon } = around;
  const { image, capacity, pointsBudget, scope, hours, frequency } = settingsOf(draft, timeZone);
  const startsAt = instantOf(draft.startsAt, timeZone) ?? now.toISOString();
  const endsAt = instantOf(draft.endsAt, timeZone) ?? now.toISOString();
  const effect = effectOf(draft);
  const status = statusOf(standing, { startsAt, endsAt }, now);
  const remainingCapacity =
    capacity === null ? null : Math.max(0, capacity - (standing?.joinedCount ?? 0));
  const award = effect.kind === "POINTS_MULTIPLIER" ? 1 : effect.points;
  const budgetSpent = pointsBudget !== null && (standing?.pointsGiven ?? 0) + award > pointsBudget;
  const tier = tiers.find(({ code }) => code === draft.minTierCode);
  const minTier = tier ? { ...tier, isHighest: tier === tiers.at(-1) } : null;
  const reason = reasonOf(status, remainingCapacity === 0, budgetSpent);
  return {
    activityId: "1",
    kind: draft.kind,
    title: textOf(draft, "title", locale)?.trim() || blank.title,
    description: textOf(draft, "description", locale)?.trim() || blank.description,
    image: image === null || !imageAddress.safeParse(image).success ? null : image,
    status,
    startsAt,
    endsAt,
    effect,
    coupon,
    minTier,
    joining: draft.joining,
    capacity,
    remainingCapacity,
    budgetSpent,
    scope,
    hours,
    frequency,
    eligible: reason === null,
    reason,
    joined: false,
    participationId: null,
    joinedAt: null,
    pointsAwarded: 0,
    couponAwarded: false,
    progress: null,
  };
}

function statusOf(
  standing: Standing | null,
  { startsAt, endsAt }: { startsAt: string; endsAt: string },
  now: Date,
): ShownActivity["status"] {
  const nowText = now.toISOString();
  if (standing?.status === "ENDED" || endsAt <= nowText) return "ENDED";
  if (standing?.status === "PAUSED") return "PAUSED";
  return startsAt > nowText ? "SCHEDULED" : "RUNNING";
}

function reasonOf(status: ShownActivity["status"], isFull: boolean, budgetSpent: boolean) {
  if (status === "ENDED" || status === "PAUSED") return status;
  if (status !== "RUNNING") return "NOT_STARTED";
  if (isFull) return "FULL";
  return budgetSpent ? "BUDGET_SPENT" : null;
}
