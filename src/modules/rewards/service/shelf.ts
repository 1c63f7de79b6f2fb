import { defaultLocale } from "@/i18n/config";
import type { MemberRef } from "@/platform/auth";
import { DomainError } from "@/platform/errors";
import { cursorId, noCursor, pageOf } from "@/platform/paging";
import { type LocalizedText, textIn } from "@/platform/texts";
import type { Ask } from "@/platform/trpc";
import { benefitsWorthPassing } from "../../benefits/service/passes";
import { benefitInWords } from "../../benefits/service/view";
import type { Member } from "../../members/service/members";
import { settledMember } from "../../points/service/view";
import type { Program } from "../../program/schema/rules";
import { programOf } from "../../program/service";
import { rungOf } from "../../tiers/rules/ladder";
import type { Rung } from "../../tiers/schema";
import { ladderOf, minimumTierOf } from "../../tiers/service/ladder";
import { monthOf, obstacle, reachedTiers } from "../rules/rewards";
import type { RewardSort } from "../schema/rewards";
import { spentInMonth, usedInMonth } from "../store/redemptions";
import * as store from "../store/rewards";
import { giftsOfRewards, whyNoCoupon } from "./coupon";
import { whyNoPass } from "./take-reward";

/** The shelf as a member sees it. */

const PLACE = /^(-?\d{1,13})~([1-9]\d{0,15})$/;

/** @throws DomainError VALIDATION_FAILED for a cursor that no page gave out */
function figuresIn(cursor: string | undefined, pattern: RegExp): [number, number] | null {
  if (cursor === undefined) return null;
  const [, first, second] = pattern.exec(cursor) ?? [];
  if (first === undefined || second === undefined) throw noCursor();
  return [Number(first), Number(second)];
}

/** @throws DomainError VALIDATION_FAILED for a cursor that no page gave out */
export function readPlace(cursor: string | undefined): store.Place | null {
  const figures = figuresIn(cursor, PLACE);
  return figures && { sortOrder: figures[0], id: figures[1] };
}

export const placeOf = ({ sortOrder, id }: store.RewardRow) => `${sortOrder}~${id}`;

interface ShelfPage {
  kind?: store.Only["kind"];
  category?: string | undefined;
  sort: RewardSort;
  limit: number;
  cursor?: string | undefined;
}

/** GET /rewards: what is on the shelf, and whether this member can have it. */
export async function rewardsFor(ask: Ask, ref: MemberRef, page: ShelfPage) {
  const pageFor = PAGES[page.sort](ask, page);
  const member = await settledMember(ask, ref);
  const { rows, cursorOf } = await pageFor(member);
  const { shown, nextCursor } = pageOf(rows, page.limit, cursorOf);
  return { items: await viewsFor(ask, member, shown), nextCursor };
}

interface Rows {
  rows: store.RewardRow[];
  cursorOf: (row: store.RewardRow) => string;
}
type PageFor = (member: Member) => Promise<Rows>;

/** By their sort: what the cursor says is judged before anything is read. */
const PAGES: Record<RewardSort, (ask: Ask, page: ShelfPage) => PageFor> = {
  SHELF(ask, page) {
    const after = readPlace(page.cursor);
    return async () => ({
      rows: await store.shownInOrder(ask.db, onlyOf(page), after, page.limit + 1),
      cursorOf: placeOf,
    });
  },
  NEWEST(ask, page) {
    const before = cursorId(page.cursor);
    return async () => ({
      rows: await store.shownByNewness(ask.db, onlyOf(page), before, page.limit + 1),
      cursorOf: ({ id }) => String(id),
    });
  },
  REACH(ask, page) {
    const isClosed = page.cursor?.startsWith("C") ?? false;
    const figures = figuresIn(page.cursor, /^[OC](\d{1,13})~([1-9]\d{0,15})$/);
    const after = figures && { pointsCost: figures[0], id: figures[1] };
    return (member) => byReach(ask, member, page, { isClosed, after });
  },
};

const onlyOf = ({ kind, category }: ShelfPage): store.Only => ({ kind, category });

/** First what is open to the member, then what is not, each by what it costs. */
async function byReach(
  ask: Ask,
  member: Member,
  page: ShelfPage,
  { isClosed, after }: { isClosed: boolean; after: store.Cost | null },
): Promise<Rows> {
  const [to, only] = [await openTo(ask, member), onlyOf(page)];
  const read = (isOpen: boolean, from: store.Cost | null, limit: number) =>
    store.shownByCost(ask.db, only, { isOpen, to }, from, limit);
  const wanted = page.limit + 1;
  const open = isClosed ? [] : await read(true, after, wanted);
  const left = wanted - open.length;
  const closed = left > 0 ? await read(false, isClosed ? after : null, left) : [];
  const opened = new Set(open);
  return {
    rows: [...open, ...closed],
    cursorOf: (row) => `${opened.has(row) ? "O" : "C"}${row.pointsCost}~${row.id}`,
  };
}

/**
 * What a member may have whatever it costs. A coupon that is not issued any more stands where its cost
 * puts it, and says so.
 */
async function openTo(ask: Ask, member: Member): Promise<store.Open> {
  const [program, ladder] = await Promise.all([programOf(ask), ladderOf(ask)]);
  const { month } = monthOf(ask.now, program.timeZone);
  return {
    tiers: reachedTiers(ladder, member.tierCode),
    benefits: benefitsWorthPassing(program, rungOf(ladder, member.tierCode), ask.now),
    spent: await spentInMonth(ask.db, member.id, month),
  };
}

export async function viewsFor(ask: Ask, member: Member, rows: readonly store.RewardRow[]) {
  const [program, ladder] = await Promise.all([programOf(ask), ladderOf(ask)]);
  const { month, resetsAt } = monthOf(ask.now, program.timeZone);
  const ids = rows.map(({ id }) => id);
  const [used, gifts] = await Promise.all([
    usedInMonth(ask.db, member.id, ids, month),
    giftsOfRewards(ask, rows),
  ]);
  const { status: memberStatus, tierCode, available } = member;
  const rung = rungOf(ladder, tierCode);
  const inWords = (text: LocalizedText | null) => text && textIn(text, ask.locale);
  return rows.map((row) => {
    const usedThisMonth = used.get(row.id) ?? 0;
    const pass = whyNoPass(row, { program, rung, now: ask.now });
    const coupon = whyNoCoupon(row, gifts, ladder);
    const facts = { ...row, ...pass, ...coupon, quantity: 1, usedThisMonth, resetsAt };
    const found = obstacle({ ...facts, memberStatus, tierCode, available }, ladder);
    return {
      rewardId: row.id,
      name: textIn(row.name, ask.locale),
      kind: row.kind,
      description: inWords(row.description),
      terms: inWords(row.terms),
      category: row.category && categoryIn(row.category, ask),
      image: row.image,
      pointsCost: row.pointsCost,
      pass: passIn(row, { ask, program, rung }),
      stock: row.stock,
      perMonth: row.perMonth,
      usedThisMonth,
      minTier: minimumTierOf(facts.minTier, ladder, ask.locale),
      redeemable: found === null,
      reason: found?.reason ?? null,
    };
  });
}

interface Reading {
  ask: Ask;
  program: Program;
  rung: Rung;
}

/** What a pass opens, how often and how long. */
function passIn(row: store.RewardRow, { ask, program, rung }: Reading) {
  const { benefitId, passUses: uses, passDays: days } = row;
  if (benefitId === null || uses === null || days === null) return null;
  const { name, summary } = benefitInWords(program, benefitId, {
    rateBps: rung.discountRateBps,
    locale: ask.locale,
  });
  return { benefitId, name, summary, uses, days };
}

const categoryIn = (category: LocalizedText, { locale }: Ask) => ({
  key: category[defaultLocale],
  name: textIn(category, locale),
});

/** GET /rewards/{rewardId}. @throws DomainError MEMBER_NOT_FOUND, REWARD_NOT_FOUND (or off the shelf) */
export async function rewardFor(ask: Ask, ref: MemberRef, rewardId: number) {
  const member = await settledMember(ask, ref);
  const row = await store.rewardById(ask.db, rewardId);
  const [view] = row?.onShelf ? await viewsFor(ask, member, [row]) : [];
  if (!view) throw new DomainError("REWARD_NOT_FOUND");
  return view;
}

/** What the shelf is sorted into. */
export async function categoriesOf(ask: Ask) {
  const categories = await store.categoriesShown(ask.db);
  return { items: categories.map((category) => categoryIn(category, ask)) };
}
