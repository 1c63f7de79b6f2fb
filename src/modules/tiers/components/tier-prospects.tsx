import { ArrowUpRight, ShieldCheck } from "lucide-react";
import { useTranslations } from "next-intl";
import { useFormats } from "@/i18n/use-formats";
import type { TierTerms } from "../schema";
import { heldUntil } from "./held-until";
import { TierGains } from "./tier-gains";

interface Terms {
  code: string;
  name: string;
  rank: number;
  thresholdMinor: number;
  discountRateBps: number;
  multiplierPct: number;
  benefits: readonly { type: string; name: string }[];
}

interface TierProspectsProps {
  current: Terms;
  next: Terms | null;
  /** How long a tier stays, and which spend counts. */
  terms: TierTerms;
  since: string;
  protectedUntil: string | null;
  /** A tier set by hand, and until when nothing automatic goes below it. */
  floor: { code: string; until: string } | null;
}

/** What keeps this tier, and what the next one would add. */
export function TierProspects({
  current,
  next,
  terms,
  since,
  protectedUntil,
  floor,
}: TierProspectsProps) {
  const t = useTranslations("tiers");
  const format = useFormats();
  const { until, byHand } = heldUntil(current.code, { protectedUntil, floor });
  // Once protection is over, only the spend keeps the tier.
  const protectedStill =
    until !== null && current.rank > 1 && new Date(until) > format.now ? until : null;
  const amount = format.moneyShort(current.thresholdMinor);
  const { protectionMonths: months, qualifyingPeriod: period } = terms;

  return (
    <ul className="space-y-2.5 text-sm">
      <li className="flex gap-3">
        <ShieldCheck
          aria-hidden="true"
          className="mt-0.5 size-4.5 shrink-0 text-ink-faint"
          strokeWidth={1.5}
        />
        <div>
          <p className="font-medium">
            {protectedStill
              ? t(byHand ? "keep.byHand" : "keep.until", {
                  tier: current.name,
                  date: format.lastDateBefore(protectedStill),
                })
              : t("keep.title")}
          </p>
          <p className="text-ink-soft">
            {current.rank === 1
              ? t("keep.always", { tier: current.name })
              : protectedStill
                ? t("keep.untilText", { amount, months, period })
                : t("keep.open", { amount, period })}
            {current.rank > 1 ? (
              <span className="text-ink-faint max-sm:hidden">
                {" "}
                {t("keep.since", { date: format.date(since) })}
              </span>
            ) : null}
          </p>
        </div>
      </li>
      {next ? (
        <li className="flex gap-3">
          <ArrowUpRight
            aria-hidden="true"
            className="mt-0.5 size-4.5 shrink-0 text-ink-faint"
            strokeWidth={1.5}
          />
          <div>
            <p className="font-medium">{t("gains.title", { tier: next.name })}</p>
            <TierGains from={current} to={next} className="flex flex-wrap gap-x-4 text-ink-soft" />
          </div>
        </li>
      ) : null}
    </ul>
  );
}
