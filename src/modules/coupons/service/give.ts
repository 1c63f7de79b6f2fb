import type { Reader } from "@/platform/db";
import { DomainError } from "@/platform/errors";
import type { Work } from "@/platform/work";
import type { Account } from "../../points/service/account";
import { couponEvent } from "../events";
import { stateOf, worthInPoints, worthOf } from "../rules/judge";
import type { CouponSource } from "../schema/coupons";
import * as coupons from "../store/coupons";
import * as given from "../store/given";
import * as issues from "../store/issues";
import { endReservations } from "../store/uses";
import { drawCodes, keptCodes } from "./codes";
import { insertIssue, issuable, type Origin } from "./decide";
import { enabledOf, type Version, versionOf, versionsOf } from "./definitions";
import { aboutOf, issueOne, newCoupon } from "./issue";

export { usedOfActivity } from "../store/given";

/** Coupons that the mall, an activity or a benefit gives: nobody's decision, so nobody's day has it. */

export interface Gift {
  versionId: number;
  source: Extract<CouponSource, "REWARD" | "RULE" | "ACTIVITY" | "AUTOMATION">;
  count: number;
  origin?: Origin;
}

/** What of a definition would be given now. @throws DomainError NOT_FOUND, COUPON_UNAVAILABLE */
export async function giftOf(work: Work, definitionId: number) {
  return giftView(await issuable(work, definitionId));
}

function giftView({ id: versionId, definitionId, name, terms }: Version) {
  const worthMinor = worthOf(terms);
  return { versionId, definitionId, name, worthMinor, minTier: terms.minTier };
}
export type GiftView = ReturnType<typeof giftView>;

/** What so many of them are worth in points; null without a bound. */
export function giftPoints(gift: GiftView, count: number, pointsPerYuanOff: number) {
  return worthInPoints(gift.worthMinor, count, pointsPerYuanOff);
}

/** What versions give, and which of them are not given any more: switched off, or over. */
export async function giftsOf(
  { db, now }: { db: Reader; now: Date },
  versionIds: readonly number[],
): Promise<ReadonlyMap<number, GiftView & { isOver: boolean }>> {
  const versions = [...(await versionsOf(db, versionIds)).values()].filter(({ id }) =>
    versionIds.includes(id),
  );
  const enabled = await enabledOf(
    db,
    versions.map(({ definitionId }) => definitionId),
  );
  return new Map(
    versions.map((version) => {
      const { validUntil } = version.terms;
      const isPast = validUntil !== null && new Date(validUntil) <= now;
      const isOver = isPast || !enabled.has(version.definitionId);
      return [version.id, { ...giftView(version), isOver }];
    }),
  );
}

/** Gives a member coupons of a version, in the work of what brings them. The member is locked. */
export async function giveCoupons(work: Work, account: Account, gift: Gift) {
  const { source, count, origin } = gift;
  const version = await versionOf(work.tx, gift.versionId);
  const memberId = account.member.id;
  const wanted = { source, version, count, reason: "", memberId, origin };
  const issue = await insertIssue(work, wanted, true);
  const couponIds: number[] = [];
  for (const { code: _, ...kept } of await keptCodes(work.db, drawCodes(work.draws, count))) {
    const coupon = newCoupon(issue, version, memberId, kept);
    const id = await coupons.insertCoupon(work.tx, coupon, work.now);
    await issueOne(work, account, { id, issueId: issue.id }, wanted);
    couponIds.push(id);
  }
  issues.saveIssue(work.tx, { ...issue, status: "DONE", issuedCount: count });
  return { issueId: issue.id, couponIds };
}

/** Whether nothing of it is used or set aside; to whoever gives it back it also has to count still. */
function isWhole(row: given.GivenRow, now: Date, isByMember: boolean): boolean {
  if (row.used > 0) return false;
  const state = stateOf({ ...row, usesLeft: row.uses }, now);
  return !isByMember || state === "ACTIVE" || state === "NOT_YET";
}

/** What gifts have become: which coupons, and whether their member may still give them back. */
export async function standingOfGifts(
  { db, now }: { db: Reader; now: Date },
  issueIds: readonly number[],
): Promise<ReadonlyMap<number, { couponIds: number[]; isWhole: boolean }>> {
  const known = new Map<number, { couponIds: number[]; isWhole: boolean }>();
  for (const row of await given.couponsOfIssues(db, issueIds, now)) {
    const one = known.get(row.issueId) ?? { couponIds: [], isWhole: true };
    one.couponIds.push(row.id);
    one.isWhole &&= isWhole(row, now, true);
    known.set(row.issueId, one);
  }
  return known;
}

/**
 * Takes back what was given, all of it or nothing: a coupon that is used or set aside stays with its
 * member, and so does what goes with it. The member is locked.
 *
 * @param by `member`: an end that came meanwhile, or the shop's voiding, is not undone by them
 * @returns false where something of it is used
 */
export async function takeCouponsBack(
  work: Work,
  issueId: number,
  by: "member" | "shop",
): Promise<boolean> {
  await given.lockCouponsOf(work.tx, issueId);
  const rows = await given.couponsOfIssues(work.tx, [issueId], work.now);
  if (!rows.every((row) => isWhole(row, work.now, by === "member"))) return false;
  await voidLiving(work, issueId, rows);
  return true;
}

/**
 * Takes back what was given, whatever became of it: what is set aside ends, what was used stays used and
 * comes back to nothing. The member is locked.
 *
 * @returns whether something of it was used
 */
export async function withdrawCoupons(work: Work, issueId: number): Promise<boolean> {
  await given.lockCouponsOf(work.tx, issueId);
  const before = await given.couponsOfIssues(work.tx, [issueId], work.now);
  await voidLiving(work, issueId, before);
  return isGiftUsed(work, issueId);
}

/** Whether something of what was given and taken back was used, and counts as used still. */
export async function isGiftUsed(work: Work, issueId: number): Promise<boolean> {
  // What was sent may still be on its way, and MySQL lets a read overtake it.
  await work.tx.arrive();
  const rows = await given.couponsOfIssues(work.tx, [issueId], work.now);
  return rows.some(({ used }) => used > 0);
}

async function voidLiving(
  work: Work,
  issueId: number,
  rows: readonly given.GivenRow[],
): Promise<void> {
  const issue = await issues.issueById(work.tx, issueId);
  if (!issue) throw new DomainError("NOT_FOUND");
  const about = aboutOf(await versionOf(work.tx, issue.versionId));
  const living = rows.filter(({ status }) => status !== "VOIDED");
  for (const { id: couponId, memberId } of living) {
    await coupons.voidCoupon(work.tx, couponId, work.now);
    endReservations(work.tx, couponId, work.now);
    work.emit(couponEvent("coupon.voided", memberId, { ...about, couponId, issueId, count: 1 }));
  }
  const voidedCount = issue.voidedCount + living.length;
  issues.saveIssue(work.tx, { ...issue, voidedCount });
}
