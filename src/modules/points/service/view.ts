import type { MemberRef } from "@/platform/auth";
import type { Reader } from "@/platform/db";
import { cursorId, pageOf } from "@/platform/paging";
import type { Ask } from "@/platform/trpc";
import { runWork } from "@/platform/work";
import { type Member, requireMember } from "../../members/service/members";
import { programOf } from "../../program/service";
import { worthMinor } from "../rules/order-figures";
import { shownReference } from "../rules/reference";
import type { EntryType, LedgerSummary } from "../schema/ledger";
import type { Reference } from "../schema/references";
import * as entries from "../store/entries";
import * as lots from "../store/lots";
import { openAccount } from "./account";

/**
 * A member as of now: what fell due since the last act is settled first, so that a read never shows
 * points that are gone or hides points that have come.
 *
 * @throws DomainError MEMBER_NOT_FOUND
 */
export async function settledMember(ask: Ask, ref: MemberRef): Promise<Member> {
  const member = await requireMember(ask.db, ref);
  if (member.nextPointsEventAt === null || member.nextPointsEventAt > ask.now) return member;
  return runWork(ask, null, async (work) => {
    const account = await openAccount(work, { memberId: member.id });
    return account.member;
  });
}

export async function balanceOf(ask: Ask, ref: MemberRef) {
  const [member, program] = await Promise.all([settledMember(ask, ref), programOf(ask)]);
  const expiring = await lots.expiringOf(ask.db, member.id);
  const { available, pending, frozen, owed } = member;
  return {
    available,
    pending,
    frozen,
    owed,
    expiring: expiring.map(({ points, expiresAt }) => ({
      points,
      expiresAt,
    })),
    worthMinor: worthMinor(available, program.rules.redeem.pointsPerYuanOff),
  };
}

/** The next points to end, for the profile. */
export async function nextExpiryOf(db: Reader, memberId: number) {
  const next = await lots.nextExpiringOf(db, memberId);
  return next ? { points: next.points, expiresAt: next.expiresAt } : null;
}

export interface TransactionsQuery {
  type?: EntryType | undefined;
  from?: Date | undefined;
  to?: Date | undefined;
  limit: number;
  cursor?: string | undefined;
}

/** A page of the member's ledger, newest first, and what the filtered entries add up to. */
export async function transactionsOf(ask: Ask, ref: MemberRef, query: TransactionsQuery) {
  const beforeId = cursorId(query.cursor);
  const member = await settledMember(ask, ref);
  const filter = {
    memberId: member.id,
    type: query.type ?? null,
    from: query.from ?? null,
    to: query.to ?? null,
  };
  const filtered = filter.type !== null || filter.from !== null || filter.to !== null;
  const [rows, sums] = await Promise.all([
    entries.entriesOf(ask.db, filter, beforeId, query.limit + 1),
    filtered ? entries.sumsOf(ask.db, filter) : entries.sumsOfAll(ask.db, member.id),
  ]);
  const { shown, nextCursor } = pageOf(rows, query.limit, ({ id }) => id);
  return {
    items: shown.map((row) => entryView(row, isOfStaff(ask))),
    nextCursor,
    summary: summaryOf(sums),
  };
}

function summaryOf(sums: entries.EntrySums): LedgerSummary {
  const { available, pending, frozen, owed } = sums;
  return {
    earned: sums.earned,
    redeemed: 0 - sums.redeemed,
    restored: sums.restored,
    transferred: sums.transferred,
    clawedBack: 0 - sums.clawedBack,
    expired: 0 - sums.expired,
    adjusted: sums.adjusted,
    forfeited: 0 - sums.forfeited,
    net: available + pending + frozen - owed,
    change: { available, pending, frozen, owed },
  };
}

/** What staff wrote about a member is not for the member's eyes. */
export function isOfStaff({ caller }: Pick<Ask, "caller">): boolean {
  return caller.kind !== "member";
}

function entryView(row: entries.EntryRow, toStaff: boolean) {
  return {
    id: row.id,
    type: row.type,
    points: row.points,
    balanceAfter: row.availableAfter,
    reason: toStaff ? row.reason : null,
    memberNote: row.memberNote,
    referenceType: row.referenceType,
    referenceId: shownReference(row.referenceType, row.referenceId),
    breakdown:
      row.breakdown === null ? null : (JSON.parse(row.breakdown) as Record<string, unknown>),
    expiresAt: row.expiresAt,
    createdAt: row.createdAt,
  };
}

/** By which rules an order's points came, and why so many. */
export async function earningOfOrder(db: Reader, orderId: string) {
  const row = await entries.entryByReference(db, "EARN", { type: "ORDER", id: orderId });
  if (!row || row.breakdown === null) return null;
  const breakdown: Record<string, unknown> = JSON.parse(row.breakdown);
  return { programVersionId: row.programVersionId, breakdown };
}

/** The entry of a reference as callers see it. */
export async function transactionOfReference<Type extends EntryType>(
  db: Reader,
  type: Type,
  reference: Reference<Type>,
) {
  const row = await entries.entryByReference(db, type, reference);
  return row && entryView(row, true);
}
