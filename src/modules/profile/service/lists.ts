import { noCursor, pageOf } from "@/platform/paging";
import { maskedPhone } from "@/platform/phone";
import type { Ask } from "@/platform/trpc";
import { settledMember } from "../../points/service/view";
import { matching } from "../../segments/service/matching";
import { tierNames } from "../../tiers/service/history";
import { memberSearch } from "../rules";
import type { MembersInput } from "../schema";
import { memberCount } from "../store/member-count";
import * as store from "../store/members";

/** The members, as operators look through them. */

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
function readCursor({ cursor, sort }: MembersInput): store.MemberPage["after"] {
  if (cursor === undefined) return null;
  const match = /^(\d{1,16})~(.*)$/.exec(Buffer.from(cursor, "base64url").toString());
  const [, id, value = ""] = match ?? [];
  if (id === undefined || !CURSOR_VALUE[sort](value)) {
    throw noCursor();
  }
  return { id: Number(id), value: value === "" ? null : value };
}

function writeCursor(row: store.MemberListRow): string {
  return Buffer.from(`${row.id}~${row.sortValue ?? ""}`).toString("base64url");
}

/** Members of a page to whom something fell due are settled one after the other, as a look at each would. */
async function settleShown(ask: Ask, rows: readonly store.MemberListRow[]): Promise<void> {
  for (const row of rows) {
    if (row.nextPointsEventAt === null || row.nextPointsEventAt > ask.now) continue;
    row.available = (await settledMember(ask, { memberId: row.id })).available;
  }
}

async function pageFor(ask: Ask, input: MembersInput): Promise<store.MemberPage> {
  return {
    search: input.query === undefined ? null : memberSearch(input.query),
    tier: input.tier ?? null,
    status: input.status ?? null,
    rule: input.rule === undefined ? null : await matching(ask, input.rule),
    sort: input.sort,
    direction: input.direction,
    after: readCursor(input),
    limit: input.limit + 1,
  };
}

/** What has nothing to be seen in it finds nobody. */
function isNobody({ search }: store.MemberPage): boolean {
  return search !== null && Object.values(search).every((words) => !words?.length);
}

async function viewIn(ask: Ask) {
  const named = await tierNames(ask);
  return (row: store.MemberListRow) => ({
    memberId: row.id,
    memberCode: row.memberCode,
    externalId: row.externalId,
    nickname: row.nickname,
    phoneMasked: row.phone === null ? null : maskedPhone(row.phone),
    status: row.status,
    tier: named(row.tierCode),
    available: row.available,
    lifetimeMinor: row.spendMinor,
    joinedAt: row.joinedAt,
    lastActiveAt: row.lastActiveAt,
  });
}

/**
 * A page of members with figures as of now. The order is the one they stood in when the page was read,
 * so a cursor goes on where its page ended.
 */
export async function listMembers(ask: Ask, input: MembersInput) {
  const view = await viewIn(ask);
  const page = await pageFor(ask, input);
  if (isNobody(page)) return { items: [], nextCursor: null, total: 0, totalIsBounded: false };
  const way = await store.wayTo(ask.db, page);
  const [rows, { count, isBounded }] = await Promise.all([
    store.memberPage(ask.db, page, way),
    memberCount(ask.db, page, way),
  ]);
  await settleShown(ask, rows.slice(0, input.limit));
  const { shown, nextCursor } = pageOf(rows, input.limit, writeCursor);
  const items = shown.map(view);
  // A first page that is the last one has counted them all.
  const isAll = page.after === null && nextCursor === null;
  const total = isAll ? items.length : Math.max(count, items.length);
  return { items, nextCursor, total, totalIsBounded: isBounded && !isAll };
}

/**
 * The same for whoever goes through all of them: in the order in which they joined, which nobody moves in,
 * so that each comes once; and not counted.
 */
export async function membersInOrder(ask: Ask, question: MembersInput) {
  const input = { ...question, sort: "joinedAt", direction: "desc" } as const;
  const view = await viewIn(ask);
  const page = await pageFor(ask, input);
  if (isNobody(page)) return { items: [], nextCursor: null };
  const rows = await store.memberPage(ask.db, page, await store.wayTo(ask.db, page));
  await settleShown(ask, rows.slice(0, input.limit));
  const { shown, nextCursor } = pageOf(rows, input.limit, writeCursor);
  return { items: shown.map(view), nextCursor };
}
