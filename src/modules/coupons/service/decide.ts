import { defaultLocale } from "@/i18n/config";
import { DomainError } from "@/platform/errors";
import type { LocalizedText } from "@/platform/texts";
import type { Work } from "@/platform/work";
import { propose } from "../../access/service/approvals";
import { takeGrant } from "../../access/service/grants";
import { programOf } from "../../program/service";
import { worthInPoints, worthOf } from "../rules/judge";
import type { CouponSource } from "../schema/coupons";
import * as store from "../store/issues";
import { definitionOf, type Version } from "./definitions";

/** Who decides on coupons that are wanted. */

export interface Wanted {
  source: CouponSource;
  version: Version;
  count: number;
  reason: string;
  /** Of one that is given to a member: what is said about them goes with them. */
  memberId?: number;
  /** What gave it where an activity or an automation did, by its name then. */
  origin?: Origin | undefined;
}

export interface Origin {
  /** Null where it was no activity. */
  activityId: number | null;
  title: LocalizedText;
}

/**
 * Whether whoever acts gives so many alone: what they are worth in points, on their day. A key is
 * refused beyond it, since nobody waits behind one.
 *
 * @throws DomainError LIMIT_REACHED for a key
 */
export async function mayGive(work: Work, { version, count }: Wanted): Promise<boolean> {
  const { rules, timeZone } = await programOf(work);
  const worth = worthOf(version.terms);
  const points = worthInPoints(worth, count, rules.redeem.pointsPerYuanOff);
  const isService = work.caller.kind === "service";
  const isLarge = points !== null && points > rules.adjust.approvalAbovePoints;
  const amount = isLarge && !isService ? null : points;
  const day = { limit: rules.limits.pointsPerDay, timeZone };
  const { granted, limit, used, resetsAt } = await takeGrant(work, { kind: "points", amount }, day);
  if (!granted && isService) throw new DomainError("LIMIT_REACHED", { limit, used, resetsAt });
  return granted;
}

/** Writes that they are wanted: at once, or once a second person has agreed. */
export async function insertIssue(work: Work, wanted: Wanted, granted: boolean) {
  const { source, version, count } = wanted;
  const reason = wanted.memberId === undefined ? wanted.reason : "";
  const issue = {
    definitionId: version.definitionId,
    versionId: version.id,
    source,
    status: granted ? ("RUNNING" as const) : ("WAITING" as const),
    count,
    reason,
    actor: work.actor,
    activityId: wanted.origin?.activityId ?? null,
    createdAt: work.now,
  };
  const origin = wanted.origin?.title ?? null;
  const id = await store.insertIssue(work.tx, { ...issue, origin });
  return { ...issue, id, issuedCount: 0, voidedCount: 0 };
}

export async function askFor(work: Work, issueId: number, wanted: Wanted): Promise<number> {
  const { version, count, reason } = wanted;
  const { terms } = version;
  const worth = worthOf(terms);
  const change = (field: "coupons" | "worthMinor" | "uses", after: number | null) => ({
    field,
    before: null,
    after: after === null ? null : String(after),
  });
  return propose(work, {
    kind: "COUPON",
    subject: `couponIssue:${issueId}`,
    name: version.name[defaultLocale],
    changes: [
      change("coupons", count),
      change("uses", terms.uses),
      change("worthMinor", worth === null ? null : worth * count),
    ],
    reason,
    apply: { issueId },
    ...(wanted.memberId !== undefined && { memberId: wanted.memberId }),
  });
}

/** @throws DomainError NOT_FOUND, COUPON_UNAVAILABLE (switched off, or over) */
export async function issuable(work: Work, definitionId: number): Promise<Version> {
  const { row, version } = await definitionOf(work.db, definitionId);
  if (!row.enabled) throw new DomainError("COUPON_UNAVAILABLE", { reason: "DISABLED" });
  const { validUntil } = version.terms;
  if (validUntil !== null && new Date(validUntil) <= work.now) {
    throw new DomainError("COUPON_UNAVAILABLE", { reason: "EXPIRED", validUntil });
  }
  return version;
}
