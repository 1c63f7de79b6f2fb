import { DomainError } from "@/platform/errors";
import { MONEY_MINOR_MAX } from "@/platform/scalars";
import type { Work } from "@/platform/work";
import { tooMuch } from "../../orders/rules/currency";
import { otherCurrency, PROGRAM_CURRENCY, type Rate } from "../../orders/schema/currency";
import type { OrderRow } from "../../orders/service/book";
import { rateAt } from "../../program/service";
import type { Completion } from "./told-order";

/** The currency of an order, and of what is told of it. */

/**
 * By which rate an order counts: that of when it was paid.
 *
 * @throws DomainError CURRENCY_WITHOUT_RATE, VALIDATION_FAILED for an amount that no figure of the program holds
 */
export async function rateOfOrder(work: Work, completion: Completion): Promise<Rate> {
  const rate = await rateAt(work.tx, completion.currency, completion.paidAt);
  requireHeld(completion, rate);
  return rate;
}

type Amounts = Pick<
  Completion,
  "paidAmountMinor" | "orderAmountMinor" | "shippingMinor" | "otherMinor" | "lines"
>;

/** @throws DomainError VALIDATION_FAILED for an amount that no figure of the program holds */
export function requireHeld(told: Amounts, rate: Rate): void {
  const { paidAmountMinor, orderAmountMinor = 0, shippingMinor = 0, otherMinor = 0 } = told;
  const { lines = [] } = told;
  const name = tooMuch(
    {
      ...{ paidAmountMinor, orderAmountMinor, shippingMinor, otherMinor },
      lines: lines.reduce((sum, line) => sum + line.quantity * line.unitAmountMinor, 0),
    },
    rate,
  );
  if (name === undefined) return;
  throw new DomainError("VALIDATION_FAILED", {}, [
    { path: `data.${name}`, message: `× ${rate} ≤ ${MONEY_MINOR_MAX}` },
  ]);
}

/** Whether a refund or return of a known order says another currency than the order's. */
export function isOtherThan(
  order: Pick<OrderRow, "currency">,
  told: string | null | undefined,
): boolean {
  return told !== undefined && told !== null && otherCurrency(told) !== order.currency;
}

/** @throws DomainError VALIDATION_FAILED where the order is known and in another currency */
export function requireCurrencyOf(
  order: Pick<OrderRow, "currency" | "paidAmountMinor">,
  told: string | undefined,
): void {
  if (order.paidAmountMinor === null || !isOtherThan(order, told)) return;
  throw new DomainError("VALIDATION_FAILED", {}, [
    { path: "data.currency", message: order.currency ?? PROGRAM_CURRENCY },
  ]);
}
