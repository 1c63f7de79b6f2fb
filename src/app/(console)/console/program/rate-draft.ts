import { rateFor, yuanFor } from "@/i18n/currency";
import type { ProgramRules } from "@/modules/program/schema/rules";
import { publishRulesInput } from "@/modules/program/schema/versions";
import { figureIn } from "@/platform/pasted";

/** Exchange rates as they stand in the form: text, so that nothing typed is lost. */

export interface RateDraft {
  currency: string;
  /** Yuan for a whole one, as people say it. */
  yuan: string;
}

type Rates = ProgramRules["currencies"]["rates"];

const { rates: schema } = publishRulesInput.shape.currencies.unwrap().shape;

export const NEW_RATE: RateDraft = { currency: "", yuan: "" };

const isCode = (text: string) => /^[A-Z]{3}$/.test(text);

function asRate({ currency, yuan }: RateDraft) {
  const code = currency.trim().toUpperCase();
  const rate = isCode(code) ? rateFor(figureIn(yuan) ?? "", code) : "";
  return { currency: code, rate: rate ?? "" };
}

/** The one text that a field of the form is. */
export function shownRates(rates: Rates): string {
  return JSON.stringify(
    rates.map(({ currency, rate }) => ({ currency, yuan: yuanFor(rate, currency) })),
  );
}

export function rateDrafts(text: string): RateDraft[] {
  return JSON.parse(text) as RateDraft[];
}

/** Null where one of them means nothing to the API. */
export function readRates(text: string): Rates | null {
  return schema.safeParse(rateDrafts(text).map(asRate)).data ?? null;
}

/** Which fields of which rate mean nothing to the API: "0.currency". */
export function rateFaults(drafts: readonly RateDraft[]): Set<string> {
  const { error } = schema.safeParse(drafts.map(asRate));
  return new Set(error?.issues.map(({ path }) => path.map(String).join(".")) ?? []);
}
