import { DomainError } from "@/platform/errors";
import type { Work } from "@/platform/work";
import { takeGrant } from "../../access/service/grants";
import { moveAccount, moveApprovals } from "../../access/service/merge";
import { mergeParts } from "../../activities/service/merge";
import { mergeGifts } from "../../automations/service/merge";
import { moveUses } from "../../benefits/service/merge";
import { moveCoupons } from "../../coupons/service/merge";
import { mergeInvitations } from "../../earning/service/merge";
import { moveGuest } from "../../guests/service/claim";
import { forgetHandoffs } from "../../identity/service/handoff";
import { moveMessages } from "../../inbox/service";
import { memberEvent } from "../../members/events";
import { requireMember } from "../../members/service/members";
import { mergePersons } from "../../members/service/merge";
import { mergedMembers } from "../../members/service/selves";
import { moveOrders } from "../../orders/service/book";
import { type Account, openAccount } from "../../points/service/account";
import { transferPoints } from "../../points/service/merge";
import { moveRewards } from "../../rewards/service/merge";
import { mergeLabels } from "../../segments/service/erase";
import { moveMessagesOf } from "../../sending/service/messages";
import { mergeTiers } from "../../tiers/service/merge";
import type { MergePreview } from "../schema";
import { heldBy } from "./hand-over";
import { foresee } from "./merge-preview";

export interface MergeRequest {
  /** Who stays. */
  memberId: number;
  fromMemberId: number;
  /** Of the preview that was shown. */
  version: string;
  reason: string;
}

export interface MergeAnswer {
  memberId: number;
  fromMemberId: number;
  mergedAt: Date;
  duplicate: boolean;
}

/**
 * Two memberships of one person become one, as the preview showed it or not at all. Points, with their lots
 * and holds, orders, what was used and taken and joined are the other's from now on; the one who goes is
 * closed and leads to them, by every name but our own id.
 *
 * Refusals in order: MEMBER_NOT_FOUND, MERGE_REFUSED with the first reason, VERSION_CONFLICT (something of
 * the preview has changed), LIMIT_REACHED (more points than one of the staff may hand over a day).
 */
export async function mergeMembers(work: Work, request: MergeRequest): Promise<MergeAnswer> {
  const sides = await lockBoth(work, request);
  if (!sides) return mergedBefore(work, request);
  const { from, into } = { from: sides.from.member, into: sides.into.member };
  const { preview, tierPlan } = await foresee(work, { from, into });
  requireMergeable(preview, request.version);
  await requireHandOver(work, sides);
  const { externalId: fromExternalId } = from;
  const points = await transferPoints(work, sides);
  await moveActs(work, sides, preview);
  takeFigures(sides);
  await mergeTiers(work, { from, into }, tierPlan);
  const takenOver = await mergePersons(work, { from, into });
  tell(work, sides, { fromExternalId, points });
  const { reason } = request;
  const facts = { pointsMoved: points, moves: preview.moves, takenOver, account: preview.account };
  const before = { tierCode: preview.into.tier.code, points: preview.into.points };
  const after = { from: from.memberCode, tierCode: into.tierCode, ...facts };
  work.audit({ action: "members.merge", memberId: into.id, reason, before, after });
  const ended = { into: into.memberCode, status: from.status };
  const was = { tierCode: preview.from.tier.code, points: preview.from.points };
  work.audit({
    action: "members.mergedInto",
    memberId: from.id,
    reason,
    before: was,
    after: ended,
  });
  return { memberId: into.id, fromMemberId: from.id, mergedAt: work.now, duplicate: false };
}

/** Both, in the order of their ids; null where one of them was merged before. */
async function lockBoth(
  work: Work,
  { memberId, fromMemberId }: MergeRequest,
): Promise<{ from: Account; into: Account } | null> {
  const [first, second] = [memberId, fromMemberId].sort((a, b) => a - b);
  const opened = new Map<number, Account>();
  for (const id of [first, second]) {
    if (id === undefined) continue;
    const account = await openAccount(work, { memberId: id });
    if (account.member.id !== id) return null;
    opened.set(id, account);
  }
  const [into, from] = [opened.get(memberId), opened.get(fromMemberId)];
  return into && from ? { from, into } : null;
}

/** The same asked for again has been done; anything else about somebody who is gone is refused. */
async function mergedBefore(work: Work, request: MergeRequest): Promise<MergeAnswer> {
  const { memberId, fromMemberId } = request;
  const from = await requireMember(work.tx, { memberId: fromMemberId });
  if (from.mergedIntoId !== memberId) {
    const isFrom = from.mergedIntoId !== null;
    const gone = isFrom ? from : await requireMember(work.tx, { memberId });
    throw refused("MEMBER_CLOSED", gone.memberCode);
  }
  return { memberId, fromMemberId, mergedAt: from.closedAt ?? work.now, duplicate: true };
}

const refused = (reason: string, about: string | null) =>
  new DomainError("MERGE_REFUSED", { reason, about });

function requireMergeable(preview: MergePreview, version: string): void {
  const [fault] = preview.refusals;
  if (fault) throw refused(fault.reason, fault.about);
  if (preview.version !== version) throw new DomainError("VERSION_CONFLICT");
}

/**
 * Whoever is known by a name of either has the points of both afterwards: one of the staff who says that they
 * are one person gives as much, and it counts on their day. A service speaks for the shop.
 *
 * @throws DomainError LIMIT_REACHED with the limit and when it starts anew
 */
async function requireHandOver(work: Work, { from, into }: Sides): Promise<void> {
  if (work.caller.kind === "service") return;
  const { rules, timeZone } = into.program;
  const amount =
    (await heldBy(work, rules, from.member)) + (await heldBy(work, rules, into.member));
  const day = { limit: rules.limits.pointsPerDay, timeZone };
  const { granted, limit, used, resetsAt } = await takeGrant(work, { kind: "points", amount }, day);
  if (!granted) throw new DomainError("LIMIT_REACHED", { limit, used, resetsAt });
}

interface Sides {
  from: Account;
  into: Account;
}

/** What somebody did, and what waits for them. */
async function moveActs(
  work: Work,
  { from: { member: from }, into: { member: into } }: Sides,
  { account }: MergePreview,
): Promise<void> {
  const { tx } = work;
  await mergeParts(work, { from, into });
  await mergeGifts(work, { from, into });
  moveUses(tx, from.id, into.id);
  moveCoupons(tx, from.id, into.id);
  await moveRewards(work, from.id, into.id);
  moveMessages(tx, from.id, into.id);
  moveMessagesOf(tx, from.id, into.id);
  moveGuest(tx, from.id, into.id);
  moveApprovals(tx, from.id, into.id);
  moveAccount(tx, from.id, into.id, account);
  forgetHandoffs(tx, from.id);
  moveOrders(tx, from.id, into.id);
  await mergeLabels(tx, from.id, into.id);
  await mergeInvitations(work, { from, into });
}

function takeFigures({ from: { member: from }, into: { member: into } }: Sides): void {
  into.spendMinor += from.spendMinor;
  into.orderCount += from.orderCount;
  from.spendMinor = 0;
  from.orderCount = 0;
  const active = [from.lastActiveAt, into.lastActiveAt].filter((at) => at !== null);
  into.lastActiveAt = active.sort((a, b) => b.getTime() - a.getTime())[0] ?? null;
}

function tell(
  work: Work,
  { from: { member: from }, into: { member: into } }: Sides,
  { fromExternalId, points }: { fromExternalId: string | null; points: number },
): void {
  const { memberCode, tierCode } = from;
  const gone = { externalId: fromExternalId, memberCode, tierCode, pointsForfeited: 0 };
  work.emit(memberEvent("member.closed", from.id, { ...gone, mergedIntoId: into.id }));
  work.emit(
    memberEvent("member.merged", into.id, {
      externalId: into.externalId,
      fromMemberId: from.id,
      fromMemberCode: memberCode,
      tierCode: into.tierCode,
      pointsMoved: points,
    }),
  );
}

/** Who was merged into a member, for their page. @throws DomainError MEMBER_NOT_FOUND */
export async function mergedInto(db: Work["db"], memberId: number) {
  const { id } = await requireMember(db, { memberId });
  const rows = await mergedMembers(db, id);
  return {
    items: rows.map((row) => ({
      memberId: row.id,
      memberCode: row.memberCode,
      mergedAt: row.closedAt,
    })),
  };
}
