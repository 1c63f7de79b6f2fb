import { isDeepStrictEqual } from "node:util";
import { reader } from "@/platform/db";
import type { Realm } from "./driver";
import type { World } from "./state";

export interface Difference {
  what: string;
  model: unknown;
  real: unknown;
}

/** What became of every order, refund, return, hold and redemption, looked at when a world ends. */

type Books = Record<
  "orders" | "coupons" | "awards" | "refunds" | "returns" | "holds" | "redemptions",
  string[]
>;

function modelBooks(world: World): Books {
  const { orders, refunds, returns, holds, redemptions } = world;
  return {
    orders: [...orders].map(([name, order]) => {
      const { owner, paid, worth, refunded, undone, earned, clawed, isCancelled } = order;
      return line(name, owner.index, paid, worth, refunded, undone, earned, clawed, isCancelled);
    }),
    coupons: [...orders].flatMap(([name, { coupon }]) => (coupon ? [line(name, coupon)] : [])),
    awards: [...new Set(world.members)].flatMap(({ index, award }) =>
      award.count > 0 ? [line(index, award.heldFor ? "HELD" : "TAKEN", award.count)] : [],
    ),
    refunds: [...refunds].map(([name, { amount, counted, leftOver, status }]) =>
      line(name, amount, counted, leftOver, status),
    ),
    returns: [...returns].map(([name, { amount, open, status }]) =>
      line(name, amount, status === "PARKED" ? amount : open, status),
    ),
    holds: holds.map(({ order, points, status, pointsUsed }) =>
      line(order, points, status, status === "CAPTURED" ? pointsUsed : null),
    ),
    redemptions: [...redemptions, ...world.replaced].map(
      ([name, { owner, points, restored, overCap, isYielded }]) =>
        line(name, owner.index, points, restored, overCap, isYielded),
    ),
  };
}

const line = (...words: unknown[]) => words.map(String).join(" ");

/** As the model counts: two of the other currency are one. */
const own = (column: string) => `${column} DIV IF(currency IS NULL, 1, 2) AS ${column}`;

async function realBooks(realm: Realm): Promise<Books> {
  const ids = realm.members.map(({ id }) => id);
  const rows = (columns: string, table: string) =>
    reader.rows<Record<string, unknown>>(
      `SELECT ${columns} FROM ${table} WHERE memberId IN (${ids.map(() => "?").join(",")})`,
      ids,
    );
  const [orders, coupons, awards, refunds, returns, holds, redemptions] = await Promise.all([
    rows(
      `orderId, memberId, paidAmountMinor, ${own("amountMinor")}, refundedMinor, ${own("undoneMinor")},
       pointsEarned, pointsClawed, IF(cancelledAt IS NULL, 'false', 'true')`,
      "shop_order",
    ),
    rows("orderId, status", "coupon_use"),
    rows("memberId, couponState, awardCount", "activity_participation"),
    rows(
      `refundId, ${own("amountMinor")}, ${own("countedMinor")}, ${own("leftOverMinor")}, status`,
      "order_refund",
    ),
    rows(
      `returnId, ${own("amountMinor")}, ${own("openMinor")},
       IF(status IN ('PARKED', 'OPEN'), status, 'ENDED')`,
      "order_return",
    ),
    rows("orderId, points, status, pointsUsed", "points_hold"),
    rows(
      `orderId, memberId, points, restored, overCap,
       IF(activeOrderId IS NULL, 'true', 'false')`,
      "points_redemption",
    ),
  ]);
  const told = (row: Record<string, unknown>) =>
    line(...Object.entries(row).map(([name, value]) => labelled(realm, name, value)));
  return {
    orders: orders.map(told),
    coupons: coupons.map(told),
    awards: awards.map(told),
    refunds: refunds.map(told),
    returns: returns.map(told),
    holds: holds.map(told),
    redemptions: redemptions.map(told),
  };
}

/** Names as the model has them: without the prefix, members by their place. */
function labelled(realm: Realm, name: string, value: unknown): unknown {
  if (name === "memberId") return realm.members.findIndex(({ id }) => id === value);
  return typeof value === "string" ? value.replace(realm.prefix, "") : value;
}

export async function differenceOfBooks(world: World, realm: Realm): Promise<Difference | null> {
  const expected = modelBooks(world);
  const found = await realBooks(realm);
  for (const book of Object.keys(expected) as (keyof Books)[]) {
    const model = expected[book].filter((row) => !found[book].includes(row));
    const real = found[book].filter((row) => !expected[book].includes(row));
    const isSame = isDeepStrictEqual(expected[book].toSorted(), found[book].toSorted());
    if (!isSame) return { what: `the book of ${book}`, model, real };
  }
  return null;
}
