import { DomainError } from "@/platform/errors";
import type { Work } from "@/platform/work";
import type { Cart } from "../../orders/schema/cart";
import { amountOf } from "../../orders/schema/check";
import { otherCurrency, type Rate } from "../../orders/schema/currency";
import * as book from "../../orders/service/book";
import { digestOfLines } from "../../orders/service/digest";
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

export type ToldOrder = Omit<book.NewOrder, "pointsEarned" | "terms">;

/** Of who is gone nothing is kept that the ledger does not need. */
export function asOrder(
  completion: Omit<Completion, "coupons" | "description" | "asGuest">,
  member: Pick<Account["member"], "id" | "status">,
  rate: Rate,
): ToldOrder {
  const { orderId, paidAmountMinor, paidAt, lines = [], attributes } = completion;
  const isKept = attributes !== undefined && member.status !== "CLOSED";
  return {
    ...{ orderId, memberId: member.id, paidAmountMinor, paidAt },
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
function worthByLines({
  paidAmountMinor,
  lines = [],
}: Pick<Completion, "paidAmountMinor" | "lines">): number | null {
  return paidAmountMinor === 0 ? amountOf(lines) || null : null;
}

/** The order as the rules of earning see it. */
export function soldOf(
  {
    lines = [],
    channel,
    store,
    paidAmountMinor,
    ...told
  }: Pick<Completion, "lines" | "channel" | "store" | "paidAmountMinor" | "shippingMinor">,
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
 * Whether a known order was only heard of so far and becomes complete now; false for a repetition: of
 * how it was told first, or of how it was edited since.
 *
 * @throws DomainError DUPLICATE_REFERENCE with what is known
 */
export async function takesOver(
  work: Work,
  known: book.OrderRow,
  newOrder: Pick<book.NewOrder, "memberId" | "currency" | "paidAmountMinor">,
  again: Pick<Completion, "lines" | "orderAmountMinor">,
): Promise<boolean> {
  const { orderId } = known;
  // Another member's id is nobody's business; the amounts are the caller's own.
  if (known.memberId !== newOrder.memberId) {
    throw new DomainError("DUPLICATE_REFERENCE", { orderId, differs: "member" });
  }
  if (known.paidAmountMinor === null) return true;
  if (known.currency !== newOrder.currency) {
    throw new DomainError("DUPLICATE_REFERENCE", { orderId, differs: "currency" });
  }
  const told = { paidAmountMinor: newOrder.paidAmountMinor, ...again };
  const differs = differenceOf(await stateOf(work, known, again), told);
  if (!differs) return false;
  const first = known.changeCount > 0 && (await book.changeOf(work.tx, known.id, 0));
  if (first && !differenceOf({ ...first, linesDigest: first.digest }, told)) return false;
  throw new DomainError("DUPLICATE_REFERENCE", { orderId, differs });
}

interface State {
  paidAmountMinor: number | null;
  amountMinor: number | null;
  /** Null without any, or where nobody asks. */
  linesDigest: string | null;
}

async function stateOf(
  work: Work,
  { id, paidAmountMinor, amountMinor, lineCount }: book.OrderRow,
  { lines = [] }: Pick<Completion, "lines">,
): Promise<State> {
  const isAsked = lineCount > 0 && lines.length > 0;
  const linesDigest = isAsked ? digestOfLines(await book.linesOf(work.tx, id)) : null;
  return { paidAmountMinor, amountMinor, linesDigest };
}

/** Who tells it again need not tell everything again. */
function differenceOf(
  known: State,
  again: Pick<Completion, "lines" | "orderAmountMinor"> & { paidAmountMinor: number | null },
): string | null {
  if (known.paidAmountMinor !== again.paidAmountMinor) return "paidAmountMinor";
  const { orderAmountMinor: amount, lines = [] } = again;
  if (known.amountMinor !== null && amount !== undefined && known.amountMinor !== amount) {
    return "orderAmountMinor";
  }
  if (known.linesDigest === null || lines.length === 0) return null;
  return known.linesDigest === digestOfLines(lines) ? null : "lines";
}
