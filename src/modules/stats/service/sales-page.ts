import type { Tx } from "@/platform/db";
import { groupsBy } from "@/platform/groups";
import type { PublishedEvent } from "@/platform/outbox";
import { weightGone } from "../../orders/rules/parts";
import { type Sale, type SoldLine, salesOf } from "../rules/sales";
import { addTo } from "../store/rollups";
import * as sold from "../store/sold";
import { addCoupons } from "./coupons-of-page";
import { SalesTallies } from "./tallies";

/** Events after which an order may count otherwise, or with another coupon. */
const OF_ORDERS = ["order.completed", "order.changed", "order.refunded", "order.cancelled"];
const OF_USES = ["coupon.used", "coupon.returned"];

/** Adds what a page of events says of coupons, and of what was sold. */
export async function addSalesPage(
  tx: Tx,
  events: readonly PublishedEvent[],
  timeZone: string,
): Promise<void> {
  const tallies = new SalesTallies(timeZone);
  await addCoupons(tx, events, tallies);
  const told = events.filter(({ type }) => OF_ORDERS.includes(type) || OF_USES.includes(type));
  const orderIds = [...new Set(told.map(({ data }) => String(data.orderId)))];
  if (orderIds.length > 0) {
    const orders = await sold.soldOrders(tx, orderIds);
    if (orders.length > 0) {
      await countWithCoupons(tx, orders, tallies);
      await countSales(tx, orders, tallies);
    }
  }
  addTo(tx, "stat_coupon_day", tallies.coupons);
  addTo(tx, "stat_coupon_order", tallies.couponOrders);
  addTo(tx, "stat_sales_day", tallies.sales);
}

/** All definitions together: an order with coupons of two counts once. */
const ANY = 0;

/** Brings what each order counts for, by the coupons on it, in line with what it is now. */
async function countWithCoupons(
  tx: Tx,
  orders: readonly sold.SoldOrder[],
  tallies: SalesTallies,
): Promise<void> {
  const [used, before] = await Promise.all([
    sold.couponsOnOrders(
      tx,
      orders.map(({ orderId }) => orderId),
    ),
    sold.countedWithCoupons(
      tx,
      orders.map(({ id }) => id),
    ),
  ]);
  for (const { id, orderId, paidAt, spendMinor, cancelled } of orders) {
    const own = used.filter((use) => use.orderId === orderId).map((use) => use.definitionId);
    const now = new Set(cancelled || own.length === 0 ? [] : [...own, ANY]);
    const old = before.filter((row) => row.orderRowId === id);
    for (const definitionId of new Set([...now, ...old.map((row) => row.definitionId)])) {
      const counted = old.find((row) => row.definitionId === definitionId);
      const counts = now.has(definitionId) ? 1 : 0;
      const change = {
        orders: counts - (counted?.orders ?? 0),
        spendMinor: counts * spendMinor - (counted?.spendMinor ?? 0),
      };
      tallies.coupons.add([definitionId, tallies.dayOf(paidAt)], change);
      tallies.couponOrders.add([id, definitionId], change);
    }
  }
}

/** The same of what each order sold, line by line. */
async function countSales(
  tx: Tx,
  orders: readonly sold.SoldOrder[],
  tallies: SalesTallies,
): Promise<void> {
  const ids = orders.map(({ id }) => id);
  const [lines, before] = await Promise.all([sold.soldLines(tx, ids), sold.countedSales(tx, ids)]);
  const byOrder = groupsBy(lines, ({ orderRowId }) => orderRowId);
  for (const order of orders) {
    const own = (byOrder.get(order.id) ?? []).map((line) => soldLine(order, line));
    const now = order.cancelled ? [] : salesOf(order, own);
    const old = before.get(order.id) ?? [];
    const day = tallies.dayOf(order.paidAt);
    const add = ({ kind, word, spendMinor, points }: Sale, sign: 1 | -1) =>
      tallies.sales.add([kind, day, word], {
        orders: sign,
        spendMinor: sign * spendMinor,
        points: sign * points,
      });
    for (const sale of old) add(sale, -1);
    for (const sale of now) add(sale, 1);
    if (JSON.stringify(old) !== JSON.stringify(now)) sold.saveSales(tx, order.id, now);
  }
}

function soldLine({ earnWeight }: sold.SoldOrder, row: sold.SoldLineRow): SoldLine {
  const { categories, brand, paidMinor, refundedMinor, weight } = row;
  const moneyLeft = paidMinor - refundedMinor;
  const weightLeft =
    earnWeight === null ? moneyLeft : weight - weightGone({ ...row, wholeMinor: paidMinor });
  return { categories, brand, moneyLeft, weightLeft };
}
