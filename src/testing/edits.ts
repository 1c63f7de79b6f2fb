import { reader } from "@/platform/db";
import { as, WEBHOOK } from "./actors";

/** Orders that the shop tells of, edits and refunds, by a customer's external id. */

export type ShopEvent = Parameters<ReturnType<typeof as>["orders"]["event"]>[0];
type DataOf<Type> = Extract<ShopEvent, { type: Type }>["data"];
type Lines = DataOf<"ORDER_COMPLETED">["lines"];

export const tell = (event: ShopEvent) => as(WEBHOOK).orders.event(event);

export const NOON = "2026-07-01T04:00:00Z";

export interface Goods {
  lines?: Lines;
  yuan?: number;
  /** Of which so many whole ones are paid; the program's own, or of an edit its order's, where it says none. */
  currency?: string;
}

/** Lines come to their order; without any the amount says it. */
export function goodsOf({ lines, yuan = 0, currency }: Goods) {
  const said = currency === undefined ? {} : { currency };
  if (!lines) return { ...said, paidAmountMinor: yuan * 100 };
  const paid = lines.map(
    (line) => line.paidMinor ?? line.quantity * line.unitAmountMinor - (line.discountMinor ?? 0),
  );
  return { ...said, paidAmountMinor: paid.reduce((sum, minor) => sum + minor, 0), lines };
}

export const completed = (
  externalId: string,
  orderId: string,
  goods: Goods,
  paidAt = NOON,
): ShopEvent => ({
  type: "ORDER_COMPLETED",
  timestamp: paidAt,
  data: { externalId, orderId, ...goodsOf(goods), paidAt },
});

export const changed = (
  externalId: string,
  orderId: string,
  goods: Goods & { version?: number; at?: string },
): ShopEvent => {
  const { version = 1, at = NOON } = goods;
  const data = { externalId, orderId, version, ...goodsOf(goods), changedAt: at };
  return { type: "ORDER_CHANGED", timestamp: at, data };
};

export const refunded = (
  externalId: string,
  orderId: string,
  told: { refundId: string; yuan?: number; lines?: DataOf<"ORDER_REFUNDED">["lines"]; at?: string },
): ShopEvent => {
  const { refundId, yuan, lines, at = NOON } = told;
  const amount = yuan === undefined ? {} : { amountMinor: yuan * 100 };
  const names = { externalId, orderId, refundId, refundedAt: at };
  return { type: "ORDER_REFUNDED", timestamp: at, data: { ...names, ...amount, lines } };
};

export const orderRow = (orderId: string) =>
  reader.row<{ paidAmountMinor: number; refundedMinor: number; earned: number; clawed: number }>(
    `SELECT paidAmountMinor, refundedMinor, pointsEarned AS earned, pointsClawed AS clawed
       FROM shop_order WHERE orderId = ?`,
    [orderId],
  );
