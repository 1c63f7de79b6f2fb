import { z } from "zod";
import { moneyFigure } from "@/platform/scalars";

/** Money of other currencies than the program's. */

/** The one that points, spend and thresholds are in. */
export const PROGRAM_CURRENCY = "CNY";

export const currencyCode = z
  .string()
  .regex(/^[A-Z]{3}$/)
  .describe("ISO 4217");

/** Decimals of a rate; as many stand behind the point at most. */
export const RATE_DECIMALS = 8;

export const currencyRate = z
  .string()
  .regex(new RegExp(`^(0|[1-9]\\d{0,6})(\\.\\d{1,${RATE_DECIMALS}})?$`))
  .refine((text) => /[1-9]/.test(text), { error: "> 0" })
  .describe(
    "minor units of the program for one minor unit of the currency, as a decimal: fen for a cent, a yen or a mil",
  );

/** What one minor unit of an order's currency is of the program's; null in the program's own. */
export type Rate = string | null;

/** The currency as it is kept: the program's own is none. */
export function otherCurrency(currency: string | null | undefined): string | null {
  return currency === PROGRAM_CURRENCY ? null : (currency ?? null);
}

/** An amount as the shop told it, beside its figure in the program's currency. */
export const original = z.object({
  currency: z.string(),
  rate: z.string().describe("minor units of the program for one of the currency"),
  amountMinor: moneyFigure.describe("in the currency’s own minor units"),
});

/** What money of another currency is worth; each currency once, and never the program's own. */
export const currencyRates = z
  .array(z.strictObject({ currency: currencyCode, rate: currencyRate }))
  .max(50)
  .check(({ value, issues }) => {
    const names = value.map(({ currency }) => currency);
    for (const [index, name] of names.entries()) {
      const isOther = name !== PROGRAM_CURRENCY && names.indexOf(name) === index;
      if (isOther) continue;
      issues.push({
        code: "custom",
        path: [index, "currency"],
        message: `≠ ${name}`,
        input: value,
      });
    }
  });
