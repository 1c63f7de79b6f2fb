import { asDomainError } from "@/platform/errors";
import type { Ask } from "@/platform/trpc";
import type { Permission } from "../../access/schema/access";
import { lookUp } from "../../coupons/service/find";
import { idIn, inOrder, isTitled, type Wanted, wanted } from "../rules";
import { type FoundItem, type FoundKind, foundKind } from "../schema";
import * as store from "../store/found";
import * as shown from "./found";

/**
 * What the console's search finds. Whoever may not see a kind has none of its statements made, so neither
 * what is found nor how long it takes tells them anything.
 */

interface Kind {
  permission: Permission;
  /** @throws DomainError RATE_LIMIT_EXCEEDED, where wrong ones are counted */
  find: (ask: Ask, wanted: Wanted) => Promise<FoundItem[]>;
  /** By what `find` names as their ids. */
  named: (ask: Ask, ids: readonly string[]) => Promise<FoundItem[]>;
}

/** Each once, those that are named exactly first, and few. */
function few(items: readonly FoundItem[]): FoundItem[] {
  const byId = new Map<string, FoundItem>();
  for (const item of inOrder(items)) if (!byId.has(item.id)) byId.set(item.id, item);
  return [...byId.values()].slice(0, store.SHOWN_MAX);
}

async function findMembers({ db }: Ask, { member, text }: Wanted): Promise<FoundItem[]> {
  const { codes, externalId, phones, name } = member;
  const found = await Promise.all([
    ...codes.map((code) => store.membersBy(db, "memberCode", code)),
    ...(externalId === null ? [] : [store.membersBy(db, "externalId", externalId)]),
    ...phones.map((phone) => store.membersBy(db, "phone", phone)),
    ...(name === null ? [] : [store.membersNamed(db, name)]),
  ]);
  return found.flat().map((row) => {
    const isExact =
      codes.includes(row.memberCode) ||
      row.externalId === text ||
      (row.phone !== null && phones.includes(row.phone));
    return shown.memberItem(row, isExact);
  });
}

async function findOrders({ db }: Ask, { number }: Wanted): Promise<FoundItem[]> {
  if (number === null) return [];
  const orders = await store.ordersFrom(db, number);
  const isThere = orders.some(({ orderId }) => orderId === number);
  const guests = isThere ? [] : await store.guestOrder(db, number);
  return [...guests, ...orders].map((row) => shown.orderItem(row, row.orderId === number));
}

async function findParcels({ db, locale }: Ask, { number }: Wanted): Promise<FoundItem[]> {
  if (number === null) return [];
  // As they are kept by now, and as they were kept before.
  const words = [...new Set([number.toUpperCase(), number])];
  const found = await Promise.all(
    words.flatMap((word) => [store.parcelsFrom(db, word), store.parcelsOnceFrom(db, word)]),
  );
  return found.flat().map((row) => shown.parcelItem(row, words.includes(row.found), locale));
}

async function findRedemptions({ db, locale }: Ask, want: Wanted): Promise<FoundItem[]> {
  const rows = await Promise.all([
    want.id === null ? [] : store.redemptionsById(db, [want.id]),
    want.rewardCode === null ? [] : store.redemptionOfCode(db, want.rewardCode),
  ]);
  return rows.flat().map((row) => shown.redemptionItem(row, true, locale));
}

async function findCoupons(ask: Ask, { couponCode }: Wanted): Promise<FoundItem[]> {
  if (couponCode === null) return [];
  try {
    const { id } = await lookUp(ask, couponCode);
    const rows = await store.couponsById(ask.db, [id]);
    return rows.map((row) => shown.couponItem(row, true, ask.locale));
  } catch (error) {
    if (asDomainError(error)?.domainCode === "COUPON_NOT_FOUND") return [];
    throw error;
  }
}

function titled(kind: "ACTIVITY" | "REWARD", table: store.Titled, permission: Permission): Kind {
  return {
    permission,
    find: async ({ db, locale }, { title, id }) => {
      if (title === null) return [];
      const rows = await store.newestTitles(db, table);
      return rows
        .filter((row) => row.id === id || isTitled(Object.values(row.name), title))
        .map((row) => shown.titleItem(kind, row, row.id === id, locale));
    },
    named: async ({ db, locale }, ids) => {
      const rows = await store.titlesById(db, table, numbers(ids));
      return rows.map((row) => shown.titleItem(kind, row, true, locale));
    },
  };
}

/** What is no number names nothing, and 0 is no row. */
const numbers = (ids: readonly string[]) => ids.map((id) => idIn(id) ?? 0);

const KINDS: Record<FoundKind, Kind> = {
  MEMBER: {
    permission: "members:read",
    find: findMembers,
    named: async ({ db }, ids) =>
      (await store.membersById(db, numbers(ids))).map((row) => shown.memberItem(row, true)),
  },
  ORDER: {
    permission: "members:read",
    find: findOrders,
    named: async ({ db }, ids) =>
      (await store.ordersNamed(db, ids)).map((row) => shown.orderItem(row, true)),
  },
  PARCEL: {
    permission: "rewards:write",
    find: findParcels,
    named: async ({ db, locale }, ids) =>
      (await store.redemptionsById(db, numbers(ids))).map((row) =>
        shown.parcelItem(row, true, locale),
      ),
  },
  REDEMPTION: {
    permission: "rewards:write",
    find: findRedemptions,
    named: async ({ db, locale }, ids) =>
      (await store.redemptionsById(db, numbers(ids))).map((row) =>
        shown.redemptionItem(row, true, locale),
      ),
  },
  COUPON: {
    permission: "rewards:write",
    find: findCoupons,
    named: async ({ db, locale }, ids) =>
      (await store.couponsById(db, numbers(ids))).map((row) => shown.couponItem(row, true, locale)),
  },
  ACTIVITY: titled("ACTIVITY", "activity", "activities:write"),
  REWARD: titled("REWARD", "reward", "rewards:write"),
};

function kindsFor({ caller }: Ask): FoundKind[] {
  return foundKind.options.filter((kind) => caller.grants.has(KINDS[kind].permission));
}

export async function searchAll(ask: Ask, query: string) {
  const want = wanted(query);
  const heldBack: FoundKind[] = [];
  const found = await Promise.all(
    kindsFor(ask).map(async (kind) => {
      try {
        return few(await KINDS[kind].find(ask, want));
      } catch (error) {
        if (asDomainError(error)?.domainCode !== "RATE_LIMIT_EXCEEDED") throw error;
        heldBack.push(kind);
        return [];
      }
    }),
  );
  return { items: inOrder(found.flat()), heldBack };
}

/** What somebody opened before, as it is by now and as far as they may still see it. */
export async function searchNamed(ask: Ask, refs: readonly { kind: FoundKind; id: string }[]) {
  const found = await Promise.all(
    kindsFor(ask).map((kind) => {
      const ids = refs.filter((ref) => ref.kind === kind).map(({ id }) => id);
      return ids.length === 0 ? [] : KINDS[kind].named(ask, ids);
    }),
  );
  const all = found.flat();
  return {
    items: refs.flatMap(
      (ref) => all.find(({ kind, id }) => kind === ref.kind && id === ref.id) ?? [],
    ),
  };
}
