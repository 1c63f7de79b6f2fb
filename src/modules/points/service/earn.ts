import type { Work } from "@/platform/work";
import { pointsEvent } from "../events";
import { earnPosting } from "../rules/earn";
import type { Caused, Reference } from "../schema/references";

import { type Account, post, settle } from "./account";

export interface Earning {
  points: number;
  /** The instant that availability and expiry count from. */
  earnedAt: Date;
  reference: Reference<"EARN"> | (Reference<"ADJUST"> & { type: "ADJUSTMENT" });
  reason: string | null;
  memberNote?: string | null;
  breakdown: Record<string, unknown>;
}

export interface Earned {
  entryId: number | null;
  points: number;
  expiresAt: Date | null;
}

/**
 * Adds points as one lot, with its entry and event. Nothing earned writes no entry; points already
 * past their expiry are earned and expired at once.
 */
export async function earnPoints(work: Work, account: Account, earning: Earning): Promise<Earned> {
  const { member, program } = account;
  const { points, earnedAt, reference, reason, memberNote = null, breakdown } = earning;
  const { type } = causeOf(reference);
  if (points === 0) return { entryId: null, points: 0, expiresAt: null };
  const { pendingDays, expiryMonths } = program.rules.earn;
  const terms = {
    earnedAt,
    now: work.now,
    pendingDays: type === "EARN" ? pendingDays : 0,
    expiryMonths,
    timeZone: program.timeZone,
  };
  const posting = {
    ...earnPosting(points, terms, member.owed),
    ...causeOf(reference),
    reason,
    memberNote,
    breakdown,
  };
  const entryId = await post(work, account, posting);
  const expiresAt = posting.expiresAt ?? null;
  tellEarned(work, account, { entryId, points, type, reference, expiresAt });
  await settle(work, account, work.now);
  return { entryId, points, expiresAt };
}

interface ToldEarning {
  entryId: number;
  points: number;
  type: "EARN" | "ADJUST";
  reference: Reference;
  expiresAt: Date | null;
}

/** What the world hears of points that came. */
export function tellEarned(work: Work, { member }: Account, told: ToldEarning): void {
  const { entryId, points, type, reference, expiresAt } = told;
  const { externalId, available, pending } = member;
  work.emit(
    pointsEvent("points.earned", member.id, {
      externalId,
      transactionId: entryId,
      points,
      type,
      referenceType: reference.type,
      referenceId: reference.id,
      available,
      pending,
      expiresAt,
    }),
  );
}

/** Only a correction adds points that nothing was done for. */
function causeOf({ type, id }: Earning["reference"]): Extract<Caused, { type: "EARN" | "ADJUST" }> {
  return type === "ADJUSTMENT"
    ? { type: "ADJUST", reference: { type, id } }
    : { type: "EARN", reference: { type, id } };
}
