import type { Locale } from "@/i18n/config";
import { textIn } from "@/platform/texts";
import type { Program } from "../../program/schema/rules";
import { type Holder, judgeFor, offered } from "../rules";
import type { UseFacts } from "../schema/benefit-type";
import { type Counted, isHeld } from "./view";

/**
 * The holder's benefits that take something off an order now, beside the tier's price, and whether
 * something is used up by that: a pass, or one of so many uses.
 */
export function benefitOffers(
  program: Program,
  holder: Holder,
  order: NonNullable<UseFacts["order"]>,
  { used, passes, locale }: Counted & { locale: Locale },
) {
  return offered(program.rules.benefits).flatMap((benefit) => {
    const pass = passes.get(benefit.id);
    if (benefit.does.isTierPrice || !isHeld(benefit, holder, passes)) return [];
    const counts = { used: used.get(benefit.id) ?? 0, pass };
    const { judged, by } = judgeFor(benefit, holder, order, counts);
    if (!judged.usable || judged.valueMinor === 0) return [];
    const byPass = by === "pass";
    const isCounted = benefit.quota !== null && benefit.quota.per !== "order";
    return [
      {
        id: benefit.id,
        name: textIn(benefit.name, locale),
        about: benefit.does.takesOff ?? ("GOODS" as const),
        valueMinor: judged.valueMinor,
        isScarce: byPass || isCounted,
        endsAt: byPass && pass ? pass.validUntil : null,
      },
    ];
  });
}
