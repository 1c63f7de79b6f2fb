import { DomainError } from "@/platform/errors";
import type { Work } from "@/platform/work";
import { sameLinesAgain } from "../../orders/rules/lines";
import type { Cart } from "../../orders/schema/cart";
import * as book from "../../orders/service/book";
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
): book.NewOrder {
  const { orderId, paidAmountMinor, paidAt, lines = [], attributes } = completion;
  const isKept = attributes !== undefined && member.status !== "CLOSED";
  return {
    ...{ orderId, memberId: member.id, paidAmountMinor, paidAt, pointsEarned },
    amountMinor: completion.orderAmountMinor ?? null,
    shippingMinor: completion.shippingMinor ?? 0,
    otherMinor: completion.otherMinor ?? 0,
    channel: completion.channel ?? null,
    store: completion.store ?? null,
    currency: completion.currency ?? null,
    attributes: isKept ? JSON.stringify(attributes) : null,
    lineCount: lines.length,
  };
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
  { lines = [] }: Pick<Completion, "lines">,
): Promise<boolean> {
  const differs = differenceOf(known, newOrder);
  // Another member's id is nobody's business; the amounts are the caller's own.
  if (differs) throw new DomainError("DUPLICATE_REFERENCE", { orderId: known.orderId, differs });
  if (known.paidAmountMinor === null) return true;
  if (known.lineCount === 0 || lines.length === 0) return false;
  if (!sameLinesAgain(await book.linesOf(work.tx, known.id), lines)) {
    throw new DomainError("DUPLICATE_REFERENCE", { orderId: known.orderId, differs: "lines" });
  }
  return false;
}

function differenceOf(known: book.OrderRow, newOrder: book.NewOrder): string | null {
  if (known.memberId !== newOrder.memberId) return "member";
  if (known.paidAmountMinor === null) return null;
  if (known.paidAmountMinor !== newOrder.paidAmountMinor) return "paidAmountMinor";
  // Who tells it again need not tell everything again.
  const says = known.amountMinor !== null && newOrder.amountMinor !== null;
  return says && known.amountMinor !== newOrder.amountMinor ? "orderAmountMinor" : null;
}
