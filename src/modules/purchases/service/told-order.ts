import { DomainError } from "@/platform/errors";
import type { Work } from "@/platform/work";
import { sameLinesAgain } from "../../orders/rules/lines";
import type { Cart } from "../../orders/schema/cart";
import { amountOf } from "../../orders/schema/check";
import { otherCurrency, type Rate } from "../../orders/schema/currency";
import * as book from "../../orders/service/book";
import { type Earning, type Sold, weightsOf } from "../../points/rules/goods";
import type { Lying } from "../../points/rules/lying";
import type { Account } from "../../points/service/account";

/** An order as the shop told it, and as it is kept. */

export interface Completion extends Partial<Cart> {
  orderId: string;
  /** The goods as paid in money. */
  paidAmountMinor: number;
  /** The goods' price whatever pays for it, where the shop says it. */
  orderAmountMinor?: number | undefined;
  otherMinor?: number | undefined;
  paidAt: Date;
  /** Codes of coupons that it was paid with. */
  coupons?: readonly string[] | undefined;
  /** What the sender says about it; shown with its points. */
  description?: string | undefined;
  /** Ordered by the member before it was known to be them. */
  asGuest?: boolean | undefined;
}

/** Of who is gone nothing is kept that the ledger does not need. */
export function asOrder(
  completion: Completion,
  member: Pick<Account["member"], "id" | "status">,
  pointsEarned: number,
  rate: Rate,
): book.NewOrder {
  const { orderId, paidAmountMinor, paidAt, lines = [], attributes } = completion;
  const isKept = attributes !== undefined && member.status !== "CLOSED";
  return {
    ...{ orderId, memberId: member.id, paidAmountMinor, paidAt, pointsEarned },
    amountMinor: completion.orderAmountMinor ?? worthByLines(completion),
    shippingMinor: completion.shippingMinor ?? 0,
    otherMinor: completion.otherMinor ?? 0,
    channel: completion.channel ?? null,
    store: completion.store ?? null,
    currency: otherCurrency(completion.currency),
    rate,
    attributes: isKept ? JSON.stringify(attributes) : null,
    lineCount: lines.length,
  };
}

/** Where no money was paid nothing else says of how much a refund is a part. */
function worthByLines({ paidAmountMinor, lines = [] }: Completion): number | null {
  return paidAmountMinor === 0 ? amountOf(lines) || null : null;
}

/** The order as the rules of earning see it. */
export function soldOf(
  { lines = [], channel, store, paidAmountMinor, ...told }: Completion,
  rate: Rate,
): Sold {
  return { lines, channel, store, paidAmountMinor, shippingMinor: told.shippingMinor ?? 0, rate };
}

/** Keeps the lines with their parts of the order's points, which refunds of them take back. */
export function keepLines(
  work: Work,
  order: book.OrderRow,
  { lines = [] }: Pick<Completion, "lines">,
  price: { earning: Earning; points: number; added: readonly Lying[] } | null,
): void {
  if (lines.length === 0) return;
  const weights = price && weightsOf(price.earning, price.points, lines, price.added);
  book.insertLines(work.tx, order, lines, weights);
  if (!weights) return;
  order.earnWeight = [...weights.values()].reduce((sum, weight) => sum + weight, 0);
  book.saveWeight(work.tx, order);
}

/** Which rules decided about its goods, for whoever asks why it earned so much. */
export function goodsSaid({ lines }: Earning): Record<string, unknown> {
  const byRule = new Map<string, { label: string; lines: number; fixedPoints: number }>();
  for (const { rule, fixedPoints } of lines) {
    if (!rule) continue;
    const said = byRule.get(rule.label) ?? { label: rule.label, lines: 0, fixedPoints: 0 };
    said.lines += 1;
    said.fixedPoints += fixedPoints;
    byRule.set(rule.label, said);
  }
  return byRule.size > 0 ? { goods: [...byRule.values()] } : {};
}

/**
 * Whether a known order was only heard of so far and becomes complete now; false for a repetition.
 *
 * @throws DomainError DUPLICATE_REFERENCE with what is known
 */
export async function takesOver(
  work: Work,
  known: book.OrderRow,
  newOrder: book.NewOrder,
  { lines = [], orderAmountMinor }: Pick<Completion, "lines" | "orderAmountMinor">,
): Promise<boolean> {
  const differs = differenceOf(known, newOrder, orderAmountMinor);
  // Another member's id is nobody's business; the amounts are the caller's own.
  if (differs) throw new DomainError("DUPLICATE_REFERENCE", { orderId: known.orderId, differs });
  if (known.paidAmountMinor === null) return true;
  if (known.lineCount === 0 || lines.length === 0) return false;
  if (!sameLinesAgain(await book.linesOf(work.tx, known.id), lines)) {
    throw new DomainError("DUPLICATE_REFERENCE", { orderId: known.orderId, differs: "lines" });
  }
  return false;
}

function differenceOf(
  known: book.OrderRow,
  newOrder: book.NewOrder,
  amountMinor: number | undefined,
): string | null {
  if (known.memberId !== newOrder.memberId) return "member";
  if (known.paidAmountMinor === null) return null;
  if (known.currency !== newOrder.currency) return "currency";
  if (known.paidAmountMinor !== newOrder.paidAmountMinor) return "paidAmountMinor";
  // Who tells it again need not tell everything again.
  const says = known.amountMinor !== null && amountMinor !== undefined;
  return says && known.amountMinor !== amountMinor ? "orderAmountMinor" : null;
}
