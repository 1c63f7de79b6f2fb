import { DomainError } from "@/platform/errors";
import { MONEY_MINOR_MAX } from "@/platform/scalars";
import { linesInProgram, originalOf, tooMuch, toProgram } from "../../orders/rules/currency";
import { amountOf } from "../../orders/schema/check";
import { leftIn, type ToldAmount } from "../../points/rules/told-amount";
import { amountBy } from "../../points/service/told-amount";
import type { Program } from "../../program/schema/rules";
import type { BasketRequest } from "./basket";

/** A cart in another currency than the program's, in which tiers, coupons and benefits are. */

/** @throws DomainError CURRENCY_WITHOUT_RATE, VALIDATION_FAILED for what no figure of the program holds */
export function inProgram<Request extends BasketRequest>(program: Program, request: Request) {
  const amount = amountBy(program, request);
  const { rate, orderAmountMinor } = amount;
  const { lines, shippingMinor } = request;
  const whole = lines?.reduce((sum, line) => sum + line.quantity * line.unitAmountMinor, 0) ?? 0;
  const name = tooMuch({ shippingMinor, lines: whole }, rate);
  if (name !== undefined) {
    throw new DomainError("VALIDATION_FAILED", {}, [
      { path: name, message: `× ${rate} ≤ ${MONEY_MINOR_MAX}` },
    ]);
  }
  const counted: Request = {
    ...request,
    ...{ orderAmountMinor, shippingMinor: toProgram(shippingMinor, rate) },
    ...(lines && { lines: linesInProgram(lines, rate) }),
  };
  return { amount, counted };
}

interface Answer {
  tierPriceMinor: number;
  payWithPoints: { toPayMinor: number };
  best: { goodsToPayMinor: number; shippingToPayMinor: number } | null;
}

/**
 * What the shop asks for in the cart's own currency: what is taken off in the program's is rounded down.
 * Example: ¥70 off a cart of $20.00 at 7.1 → $9.85 off, $10.15 to pay.
 */
export function inItsCurrency(
  { shippingMinor, lines }: BasketRequest,
  amount: ToldAmount,
  { tierPriceMinor, payWithPoints, best }: Answer,
) {
  const { rate } = amount;
  const freight = {
    ...amount,
    orderAmountMinor: toProgram(shippingMinor, rate),
    ownAmountMinor: shippingMinor,
  };
  const ownGoods = lines ? amountOf(lines) : amount.ownAmountMinor;
  const goods = lines
    ? { ...amount, orderAmountMinor: toProgram(amountOf(lines), rate), ownAmountMinor: ownGoods }
    : amount;
  return originalOf(amount, {
    amountMinor: amount.ownAmountMinor ?? amount.orderAmountMinor,
    tierPriceMinor: leftIn(amount, tierPriceMinor),
    toPayMinor: leftIn(amount, payWithPoints.toPayMinor),
    best: best && {
      goodsToPayMinor: leftIn(goods, best.goodsToPayMinor),
      shippingToPayMinor: leftIn(freight, best.shippingToPayMinor),
    },
  });
}
