import { DomainError } from "@/platform/errors";
import type { Ask } from "@/platform/trpc";
import { findMember } from "../../members/service";
import { entryType } from "../../points/schema/ledger";
import { cursorId, settledMember, shownReference } from "../../points/service/view";
import { activeProgram } from "../../program/service";
import { rungName } from "../../tiers/schema";
import { changesOf, ladderOf, rungOf } from "../../tiers/service/ladder";
import { memberSearch } from "../rules";
import type { MembersInput } from "../schema";
import * as store from "../store/lists";
import * as membersStore from "../store/members";
import { auditView } from "./audit";

/** What operators look through: members, and one member's lots, orders, tier history and audit. */

interface Paged {
  memberId: string;
  limit: number;
  cursor?: string | undefined;
}

async function tierNames(ask: Ask) {
  const ladder = await ladderOf(ask.db, (await activeProgram(ask.db)).versionId);
  return (code: string) => {
    const rung = rungOf(ladder, code);
    // A tier that was removed has no name any more, and is not called by its successor's.
    return { code, name: rung.code === code ? rungName(rung, ask.locale) : code };
  };
}

/** One row more than the page is read, to know whether there is a next. */
function paged<Row, Item>(
  rows: readonly Row[],
  limit: number,
  view: (row: Row) => Item,
  cursorOf: (row: Row) => string,
) {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const more = rows.length > limit && last !== undefined;
  return { items: shown.map(view), nextCursor: more ? cursorOf(last) : null };
}

/** How the values of each sort look in a cursor; nothing where a member may be without one. */
const CURSOR_VALUE = {
  joinedAt: isMoment,
  lifetimeMinor: isNumber,
  available: isNumber,
  lastActiveAt: (value: string) => value === "" || isMoment(value),
} as const satisfies Record<MembersInput["sort"], (value: string) => boolean>;

function isMoment(value: string): boolean {
  const [date, time, ...rest] = value.split(" ");
  return rest.length === 0 && !Number.isNaN(Date.parse(`${date}T${time}Z`));
}

function isNumber(value: string): boolean {
  return /^\d{1,16}$/.test(value);
}

/** A keyset cursor: the sort value and the id of the last row, or a refusal. */
function readCursor({ cursor, sort }: MembersInput): membersStore.MemberPage["after"] {
  if (cursor === undefined) return null;
  const match = /^(\d{1,16})~(.*)$/.exec(Buffer.from(cursor, "base64url").toString());
  const [, id, value = ""] = match ?? [];
  if (id === undefined || !CURSOR_VALUE[sort](value)) {
    throw new DomainError("VALIDATION_FAILED", {}, [{ path: "cursor", message: "not a cursor" }]);
  }
  return { id: Number(id), value: value === "" ? null : value };
}

function writeCursor(row: membersStore.MemberListRow): string {
  return Buffer.from(`${row.id}~${row.sortValue ?? ""}`).toString("base64url");
}

/** Enough to recognise, not enough to call. Example: 13812345678 → 138****5678. */
function masked(phone: string | null): string | null {
  return phone === null ? null : phone.replace(/^(.{3}).*(.{4})$/, "$1****$2");
}

/** Members of a page to whom something fell due are settled one after the other, as a look at each would. */
async function settleShown(ask: Ask, rows: readonly membersStore.MemberListRow[]): Promise<void> {
  for (const row of rows) {
    if (row.nextPointsEventAt === null || row.nextPointsEventAt > ask.now) continue;
    row.available = (await settledMember(ask, { memberId: row.id })).available;
  }
}

/**
 * A page of members with figures as of now. The order is the one they stood in when the page was read,
 * so a cursor goes on where its page ended.
 */
export async function listMembers(ask: Ask, input: MembersInput) {
  const named = await tierNames(ask);
  const page = {
    search: input.query === undefined ? null : memberSearch(input.query),
    tier: input.tier ?? null,
    status: input.status ?? null,
    sort: input.sort,
    after: readCursor(input),
    limit: input.limit + 1,
  };
  // What has nothing to be seen in it finds nobody.
  if (page.search && Object.values(page.search).every((words) => !words?.length)) {
    return { items: [], nextCursor: null, total: 0, totalIsBounded: false };
  }
  const way = await membersStore.wayTo(ask.db, page);
  const [rows, { count, isBounded }] = await Promise.all([
    membersStore.memberPage(ask.db, page, way),
    membersStore.memberCount(ask.db, page, way),
  ]);
  await settleShown(ask, rows.slice(0, input.limit));
  const view = (row: membersStore.MemberListRow) => ({
    memberId: String(row.id),
    memberCode: row.memberCode,
    externalId: row.externalId,
    nickname: row.nickname,
    phoneMasked: masked(row.phone),
    status: row.status,
    tier: named(row.tierCode),
    available: row.available,
    lifetimeMinor: row.spendMinor,
    joinedAt: row.joinedAt.toISOString(),
    lastActiveAt: row.lastActiveAt?.toISOString() ?? null,
  });
  const shown = paged(rows, input.limit, view, writeCursor);
  // A first page that is the last one has counted them all.
  const isAll = page.after === null && shown.nextCursor === null;
  const total = isAll ? shown.items.length : Math.max(count, shown.items.length);
  return { ...shown, total, totalIsBounded: isBounded && !isAll };
}

async function known(ask: Ask, memberId: string): Promise<number> {
  const id = Number(memberId);
  if (!(await findMember(ask.db, { memberId: id }))) throw new DomainError("MEMBER_NOT_FOUND");
  return id;
}

export async function listTierChanges(ask: Ask, input: Paged) {
  const memberId = await known(ask, input.memberId);
  const named = await tierNames(ask);
  const rows = await changesOf(ask.db, memberId, { id: cursorId(input.cursor) }, input.limit + 1);
  const view = (row: (typeof rows)[number]) => ({
    id: String(row.id),
    from: row.fromCode === null ? null : named(row.fromCode),
    to: named(row.toCode),
    cause: row.cause,
    actor: row.actor,
    reason: row.reason,
    qualifyingMinor: row.qualifyingMinor,
    programVersion: String(row.programVersionId),
    createdAt: row.createdAt.toISOString(),
  });
  return paged(rows, input.limit, view, (row) => String(row.id));
}

export async function listLots(ask: Ask, input: Paged) {
  const { id: memberId } = await settledMember(ask, { memberId: Number(input.memberId) });
  const rows = await store.lotsOf(memberId, cursorId(input.cursor), input.limit + 1);
  const view = (row: (typeof rows)[number]) => ({
    lotId: String(row.id),
    original: Number(row.original),
    remaining: Number(row.remaining),
    frozen: Number(row.frozen),
    pending: !row.matured,
    availableAt: row.availableAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
    type: row.entry ? entryType.parse(row.entry.type) : null,
    referenceType: row.entry?.referenceType ?? "",
    referenceId: row.entry ? shownReference(row.entry.referenceType, row.entry.referenceId) : "",
    createdAt: row.createdAt.toISOString(),
  });
  return paged(rows, input.limit, view, (row) => String(row.id));
}

type OrderRow = Awaited<ReturnType<typeof store.ordersOf>>[number];

function orderStatus(row: OrderRow) {
  if (row.cancelledAt !== null) return "CANCELLED" as const;
  if (row.paidAmountMinor === null) return "UNKNOWN" as const;
  // Of an order that no money was paid for, refunds undo its amount.
  const unpaid = row.paidAmountMinor === 0n;
  const [undone, whole] = unpaid
    ? [row.undoneMinor, row.amountMinor]
    : [row.refundedMinor, row.paidAmountMinor];
  if (undone === 0n) return "COMPLETED" as const;
  const all = whole !== null && undone >= whole;
  return all ? ("REFUNDED" as const) : ("PARTIALLY_REFUNDED" as const);
}

export async function listOrders(ask: Ask, input: Paged) {
  const memberId = await known(ask, input.memberId);
  const rows = await store.ordersOf(memberId, cursorId(input.cursor), input.limit + 1);
  const ids = rows.map(({ id }) => Number(id));
  const leftOver = await store.leftOverOf(ask.db, ids);
  const ofOrder = (row: OrderRow) =>
    leftOver
      .filter(({ orderRowId }) => orderRowId === Number(row.id))
      .map(({ orderRowId: _, ...what }) => what);
  const view = (row: OrderRow) => ({
    orderId: row.orderId,
    status: orderStatus(row),
    paidAmountMinor: row.paidAmountMinor === null ? null : Number(row.paidAmountMinor),
    refundedMinor: Number(row.refundedMinor),
    pointsEarned: Number(row.pointsEarned),
    pointsClawed: Number(row.pointsClawed),
    paidAt: row.paidAt?.toISOString() ?? null,
    leftOver: ofOrder(row),
  });
  return paged(rows, input.limit, view, (row) => String(row.id));
}

export async function listAudit(ask: Ask, input: Paged) {
  const memberId = await known(ask, input.memberId);
  const rows = await store.auditOf(memberId, cursorId(input.cursor), input.limit + 1);
  return paged(rows, input.limit, auditView, (row) => String(row.id));
}
