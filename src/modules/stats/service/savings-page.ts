import type { Tx } from "@/platform/db";
import type { PublishedEvent } from "@/platform/outbox";
import { kindOfBenefit, leftOfPoints, leftOfSaving, type SavingLine } from "../rules/savings";
import { addTo } from "../store/rollups";
import * as store from "../store/savings";
import { SavingTallies } from "./tallies";

/** Events after which an order, or what was used on it, may be worth something else. */
const OF_ORDERS =
  /^(order|benefit|coupon|points)\.(completed|changed|refunded|cancelled|used|returned|redeemed|restored)$/;

/** Brings what members saved on the orders of a page of events in line with what these are now. */
export async function addSavingsPage(
  tx: Tx,
  events: readonly PublishedEvent[],
  timeZone: string,
): Promise<void> {
  for (const { type, data, memberId } of events) {
    if (type !== "member.merged" || memberId === null) continue;
    await store.moveLines(tx, Number(data.fromMemberId), memberId);
  }
  const told = events.filter(
    ({ type, data }) => OF_ORDERS.test(type) && data.orderId !== undefined,
  );
  const orderIds = [...new Set(told.map(({ data }) => String(data.orderId)))];
  if (orderIds.length === 0) return;
  const tallies = new SavingTallies(timeZone);
  const [before, now] = await Promise.all([
    store.linesOn(tx, orderIds),
    linesNow(tx, orderIds, tallies),
  ]);
  const known = new Map(before.map((line) => [nameOf(line), line]));
  for (const line of now) {
    const old = known.get(nameOf(line));
    known.delete(nameOf(line));
    if (old && isSame(old, line)) continue;
    if (old) tallies.addLine(old, -1);
    tallies.addLine(line, 1);
    store.saveLine(tx, line);
  }
  for (const gone of known.values()) {
    tallies.addLine(gone, -1);
    store.removeLine(tx, gone);
  }
  addTo(tx, "stat_saving_year", tallies.years);
}

const nameOf = ({ source, sourceId }: SavingLine) => `${source} ${sourceId}`;

function isSame(one: SavingLine, other: SavingLine): boolean {
  return (["memberId", "day", "kind", "valueMinor"] as const).every(
    (name) => one[name] === other[name],
  );
}

/** What each order comes to, without what comes to nothing. */
async function linesNow(
  tx: Tx,
  orderIds: readonly string[],
  tallies: SavingTallies,
): Promise<SavingLine[]> {
  const [booked, benefits, coupons, redemptions] = await Promise.all([
    store.ordersNamed(tx, orderIds),
    store.benefitsOn(tx, orderIds),
    store.couponsOn(tx, orderIds),
    store.pointsOn(tx, orderIds),
  ]);
  const orders = new Map(booked.map((order) => [order.orderId, order]));
  const lines = [
    ...benefits.flatMap(({ id, type, valueMinor, orderAmountMinor, ...use }): SavingLine[] => {
      const kind = kindOfBenefit(type);
      if (kind === null) return [];
      const left = leftOfSaving(kind, valueMinor, orders.get(use.orderId), orderAmountMinor);
      return [lineOf("BENEFIT", id, use, kind, left)];
    }),
    ...coupons.map(({ id, discountMinor, goodsMinor, ...use }): SavingLine => {
      const left = leftOfSaving("COUPON", discountMinor, orders.get(use.orderId), goodsMinor);
      return lineOf("COUPON", id, use, "COUPON", left);
    }),
    ...redemptions.map(({ id, orderId, memberId, createdAt, ...redemption }): SavingLine => {
      const use = { orderId, memberId, day: tallies.dayOf(createdAt) };
      return lineOf("POINTS", id, use, "POINTS", leftOfPoints(redemption));
    }),
    ...booked.flatMap(
      ({ id, orderId, memberId, paidAt, spendMinor, cancelledAt }): SavingLine[] => {
        if (paidAt === null || cancelledAt !== null) return [];
        const use = { orderId, memberId, day: tallies.dayOf(paidAt) };
        return [lineOf("ORDER", id, use, "SPEND", spendMinor ?? 0)];
      },
    ),
  ];
  return lines.filter(({ valueMinor }) => valueMinor > 0);
}

function lineOf(
  source: SavingLine["source"],
  sourceId: number,
  { orderId, memberId, day }: Pick<SavingLine, "orderId" | "memberId" | "day">,
  kind: SavingLine["kind"],
  valueMinor: number,
): SavingLine {
  return { source, sourceId, orderId, memberId, day, kind, valueMinor };
}
