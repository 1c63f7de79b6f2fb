import type { MemberRef } from "@/platform/auth";
import { addMonths, businessDate, startOfBusinessDate } from "@/platform/business-time";
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
import { sumsByMonth } from "../store/months";
import { openAccount } from "./account";
import { type Breakdown, keptOf, keptWithNames } from "./kept-names";

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
  months?: boolean | undefined;
}

/** A page of the member's ledger, newest first, and what the filtered entries add up to. */
export async function transactionsOf(ask: Ask, ref: MemberRef, query: TransactionsQuery) {
  const beforeId = cursorId(query.cursor);
  const member = await settledMember(ask, ref);
  const filter = filterOf(member, query);
  const filtered = filter.type !== null || filter.from !== null || filter.to !== null;
  const [rows, sums] = await Promise.all([
    entries.entriesOf(ask.db, filter, beforeId, query.limit + 1),
    filtered ? entries.sumsOf(ask.db, filter) : entries.sumsOfAll(ask.db, member.id),
  ]);
  const { shown, nextCursor } = pageOf(rows, query.limit, ({ id }) => id);
  const [items, months] = await Promise.all([
    entryViews(ask, shown),
    query.months ? monthsOf(ask, filter, shown) : [],
  ]);
  return { items, nextCursor, summary: summaryOf(sums), months };
}

const filterOf = (member: Member, query: Omit<TransactionsQuery, "limit">) => ({
  memberId: member.id,
  type: query.type ?? null,
  from: query.from ?? null,
  to: query.to ?? null,
});

/** So many lines of a file at once. */
const STATEMENT_LINES = 500;

/** The same lines without any sum, for a file of all of them. */
export async function statementOf(
  ask: Ask,
  ref: MemberRef,
  query: Omit<TransactionsQuery, "limit" | "months">,
) {
  const beforeId = cursorId(query.cursor);
  const member = await settledMember(ask, ref);
  const filter = filterOf(member, query);
  const rows = await entries.entriesOf(ask.db, filter, beforeId, STATEMENT_LINES + 1);
  const { shown, nextCursor } = pageOf(rows, STATEMENT_LINES, ({ id }) => id);
  return { items: await entryViews(ask, shown), nextCursor };
}

/** What the months of a page add up to, each as a whole, the last first. */
async function monthsOf(ask: Ask, filter: entries.EntryFilter, shown: readonly entries.EntryRow[]) {
  const [newest, oldest] = [shown[0], shown.at(-1)];
  if (!newest || !oldest) return [];
  const { timeZone } = await programOf(ask);
  const monthOf = ({ createdAt }: entries.EntryRow) =>
    businessDate(createdAt, timeZone).slice(0, 7);
  const months = [...new Set(shown.map(monthOf))].sort().reverse();
  const start = (month: string) => startOfBusinessDate(`${month}-01`, timeZone);
  const last = months[0] ?? monthOf(newest);
  const sums = await sumsByMonth(ask.db, filter, {
    starts: months.map(start),
    end: startOfBusinessDate(addMonths(`${last}-01`, 1), timeZone),
    newestId: newest.id,
    oldestId: oldest.id,
  });
  return months.flatMap((month, at) => {
    const own = sums[at];
    return own ? [{ month, ...summaryOf(own) }] : [];
  });
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

async function entryViews(ask: Ask, rows: readonly entries.EntryRow[]) {
  const kept = await keptWithNames(ask, rows);
  return rows.map((row, at) => entryView(row, kept[at] ?? null, isOfStaff(ask)));
}

function entryView(row: entries.EntryRow, breakdown: Breakdown | null, toStaff: boolean) {
  return {
    id: row.id,
    type: row.type,
    points: row.points,
    balanceAfter: row.availableAfter,
    reason: toStaff ? row.reason : null,
    memberNote: row.memberNote,
    referenceType: row.referenceType,
    referenceId: shownReference(row.referenceType, row.referenceId),
    breakdown,
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
  return row && entryView(row, keptOf(row), true);
}
