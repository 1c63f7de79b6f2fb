import { z } from "zod";
import { insideId, instant, listOf, moneyFigure, reasonText, who } from "@/platform/scalars";

export const tierCode = z.string().regex(/^[A-Z][A-Z0-9_]{0,31}$/);

export const benefitSummary = z.object({ type: z.string(), name: z.string() });

export const tier = z.object({
  code: tierCode,
  name: z.string(),
  rank: z.int(),
  thresholdMinor: moneyFigure,
  discountRateBps: z.int().describe("9500 = pay 95 %"),
  multiplierPct: z.int().describe("150 = ×1.5"),
  benefits: z.array(benefitSummary),
});
export const tierList = listOf(tier);

export const tierBrief = z.object({ code: tierCode, name: z.string() });

export const tierCause = z.enum(["ORDER", "REFUND", "REVIEW", "MANUAL", "RULES_PUBLISHED"]);
export type TierCause = z.output<typeof tierCause>;

export const assignInput = z.strictObject({
  ...who,
  tierCode,
  reason: reasonText,
  keepUntil: instant.optional().describe("no automatic downgrade before it"),
});

export const assignOutput = z.object({
  from: tierCode,
  to: tierCode,
  changeId: insideId.nullable(),
});

export const tierChange = z.object({
  id: insideId,
  from: tierBrief.nullable(),
  to: tierBrief,
  cause: tierCause,
  actor: z.string(),
  reason: z.string().nullable(),
  qualifyingMinor: moneyFigure,
  programVersion: insideId,
  createdAt: instant,
});

/** A rung as the rules see it. */
export interface Rung {
  code: string;
  rank: number;
  name: string;
  nameEn: string;
  thresholdMinor: number;
  discountRateBps: number;
  multiplierPct: number;
  benefits: readonly string[];
}
/** Rungs by rank, the first with threshold 0. */
export type Ladder = readonly [Rung, ...Rung[]];

type Words = Record<"zh-CN" | "en", string>;

/** What the benefits of the first program are called. */
const BENEFIT_WORDS: Record<string, Words> = {
  BIRTHDAY_GIFT: { "zh-CN": "生日礼", en: "Birthday gift" },
  FREE_SHIPPING: { "zh-CN": "免邮", en: "Free shipping" },
  DEDICATED_SERVICE: { "zh-CN": "专属客服", en: "Dedicated service" },
  PRIORITY_DISPATCH: { "zh-CN": "优先发货", en: "Priority dispatch" },
};

export function benefitsOf(rung: Rung, locale: keyof Words) {
  return rung.benefits.map((type) => ({ type, name: BENEFIT_WORDS[type]?.[locale] ?? type }));
}

/** A rung's name in a language; operators write both. */
export function rungName(rung: Rung, locale: keyof Words): string {
  return locale === "en" ? rung.nameEn : rung.name;
}
