import type { z } from "zod";
import type { LocalizedText } from "@/platform/texts";

/** What a type is told when somebody wants to use a benefit of it. */
export interface UseFacts {
  /** null where no order is asked about: what depends on its amount is not judged then. */
  order: { amountMinor: number; shippingMinor: number } | null;
  /** What the member's tier pays, in basis points. */
  tierRateBps: number;
  /** YYYY-MM-DD */
  birthday: string | null;
  /** The business date that it is used on. */
  today: string;
  /** Points that are worth one yuan. */
  pointsPerYuanOff: number;
}

type Facts = Record<string, string | number>;

/** What a use is worth, or why there is none. */
export type Judgement =
  | { usable: true; valueMinor: number; points: number }
  | { usable: false; reason: string; facts: Facts };

export function worth(valueMinor: number, points = 0): Judgement {
  return { usable: true, valueMinor, points };
}

export function refused(reason: string, facts: Facts = {}): Judgement {
  return { usable: false, reason, facts };
}

/** The refusal of an order below a minimum; nothing where it is met or no order is asked about. */
export function belowMinimum({ order }: UseFacts, minimumMinor: number): Judgement | undefined {
  if (order === null || order.amountMinor >= minimumMinor) return undefined;
  const shortageMinor = minimumMinor - order.amountMinor;
  return refused("MINIMUM_NOT_MET", { minimumMinor, shortageMinor });
}

/** What one benefit does, its parameters known. */
export interface Benefit {
  judge: (facts: UseFacts) => Judgement;
  /**
   * What its summary in the catalogs is filled with. Names that end in Minor, RateBps and Pct are
   * shown as money, discount and factor; a text may be given in every language.
   */
  words: (tierRateBps: number) => Record<string, string | number | LocalizedText>;
  /** Multiplies the points of a purchase by itself: nobody uses it on an order. */
  multiplierPct?: number;
  /** The most that one use gives away; nothing where the order or its shipping bounds it. */
  gives?: { points?: number; amountMinor?: number; rateBps?: number };
  /** The most that one use takes off an order, null without bound; nothing where `gives` says it. */
  takesOffMinor?: number | null;
  /** What its worth is taken off; the goods where it does not say so. */
  takesOff?: "SHIPPING";
  /** Comes with the tier's own rate instead of being given to tiers one by one. */
  isTierPrice?: boolean;
}

export interface BenefitType {
  params: z.ZodType;
  /** @throws ZodError for parameters that the type does not take */
  of: (params: unknown) => Benefit;
}

/** A type of benefit: its parameters, and what they mean. One file in types/ each. */
export function benefitType<Params extends z.ZodType>(
  params: Params,
  of: (params: z.output<Params>) => Benefit,
): BenefitType {
  return { params, of: (raw) => of(params.parse(raw)) };
}
