import { DomainError } from "@/platform/errors";
import { linesInProgram } from "../../orders/rules/currency";
import type { OrderLine } from "../../orders/schema/cart";
import { amountOf, cartFaults, paidOf } from "../../orders/schema/check";
import type { ToldAmount } from "../../points/rules/told-amount";
import { amountBy } from "../../points/service/told-amount";
import type { Program } from "../../program/schema/rules";
import type { Goods } from "../rules/discount";

export interface ToldGoods {
  orderAmountMinor?: number | undefined;
  lines?: readonly OrderLine[] | undefined;
  channel?: string | undefined;
  store?: string | undefined;
  currency?: string | undefined;
}

/**
 * The goods as somebody tells them: an amount, lines, or both where they agree.
 *
 * @throws DomainError VALIDATION_FAILED
 */
export function goodsOf({ orderAmountMinor, lines, channel, store }: ToldGoods): Goods {
  // Where no amount is told, only what lines contradict in themselves.
  const faults = cartFaults({ lines, orderAmountMinor: orderAmountMinor ?? paidOf(lines ?? []) });
  const errors = faults.map(({ path, message }) => ({ path: path.join("."), message }));
  const amountMinor = lines ? amountOf(lines) : orderAmountMinor;
  if (amountMinor === undefined) {
    errors.push({ path: "orderAmountMinor", message: "orderAmountMinor / lines" });
  }
  if (errors.length > 0 || amountMinor === undefined) {
    throw new DomainError("VALIDATION_FAILED", {}, errors);
  }
  return { amountMinor, lines: lines ?? null, channel, store };
}

/** Goods in the program's currency, which coupons are in, and what was told of them. */
export interface CountedGoods {
  goods: Goods;
  amount: ToldAmount;
}

/** @throws DomainError CURRENCY_WITHOUT_RATE, VALIDATION_FAILED for what no figure of the program holds */
export function inProgram(
  program: Program,
  { currency }: Pick<ToldGoods, "currency">,
  told: Goods,
): CountedGoods {
  const amount = amountBy(program, { orderAmountMinor: told.amountMinor, currency });
  const lines = told.lines && linesInProgram(told.lines, amount.rate);
  return { goods: { ...told, amountMinor: amount.orderAmountMinor, lines }, amount };
}
