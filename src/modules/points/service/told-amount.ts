import { DomainError } from "@/platform/errors";
import { MONEY_MINOR_MAX } from "@/platform/scalars";
import { tooMuch, toProgram } from "../../orders/rules/currency";
import { otherCurrency } from "../../orders/schema/currency";
import type { Program } from "../../program/schema/rules";
import { rateBy } from "../../program/service";
import type { Telling, ToldAmount } from "../rules/told-amount";

/**
 * An order's amount by the rates in force.
 *
 * @throws DomainError CURRENCY_WITHOUT_RATE, VALIDATION_FAILED for what no figure of the program holds
 */
export function amountBy(program: Program, told: Telling): ToldAmount {
  const { orderAmountMinor: own, currency } = told;
  const rate = rateBy(program, currency);
  if (tooMuch({ own }, rate) !== undefined) {
    throw new DomainError("VALIDATION_FAILED", {}, [
      { path: "orderAmountMinor", message: `× ${rate} ≤ ${MONEY_MINOR_MAX}` },
    ]);
  }
  return {
    orderAmountMinor: toProgram(own, rate),
    currency: otherCurrency(currency),
    rate,
    ownAmountMinor: rate === null ? null : own,
  };
}
