import { createTranslator } from "use-intl/core";
import type { Locale } from "./config";
import { formatDiscount, formatMoneyShort, formatMultiplier } from "./format";
import { serverMessages } from "./server-messages";

/** The words of a type of benefit: what it is called, and what one benefit of it gives. */
export interface BenefitWords {
  name: string;
  summary: string;
}

type Facts = Record<string, string | number>;

/** Amounts are shown as their name's unit says. */
function shown(name: string, fact: Facts[string], locale: Locale): string | number {
  if (typeof fact === "string") return fact;
  if (name.endsWith("Minor")) return formatMoneyShort(fact);
  if (name.endsWith("RateBps")) return formatDiscount(fact, locale);
  if (name.endsWith("Pct")) return formatMultiplier(fact);
  return fact;
}

/** A type without words yet is called by its code. */
export function benefitText(locale: Locale, type: string, facts: Facts): BenefitWords {
  const types: Record<string, BenefitWords | undefined> = serverMessages[locale].benefits.types;
  const words = types[type];
  if (!words) return { name: type, summary: "" };
  const values = Object.entries(facts).map(([name, fact]) => [name, shown(name, fact, locale)]);
  if (values.length === 0) return { name: words.name, summary: "" };
  const translate = createTranslator({ locale, messages: { words }, timeZone: "UTC" });
  const filled = Object.fromEntries(values) as Record<string, string | number>;
  const summary = translate("words.summary", filled as never);
  // What the shop calls its gift may begin the sentence.
  return { name: words.name, summary: summary.charAt(0).toUpperCase() + summary.slice(1) };
}
