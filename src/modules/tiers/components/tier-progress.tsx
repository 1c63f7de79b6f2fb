import { useTranslations } from "next-intl";
import { useFormats } from "@/i18n/use-formats";
import { classNames } from "@/ui/class-names";

export interface Rung {
  code: string;
  name: string;
  rank: number;
  thresholdMinor: number;
}

interface TierProgressProps {
  tiers: readonly Rung[];
  currentRank: number;
  qualifyingMinor: number;
  nextTier: {
    code: string;
    name: string;
    requiredMinor: number;
    remainingMinor: number;
    progressPct: number;
  } | null;
}

/** How far the next tier is, on a line where every tier already reached has left its seal. */
export function TierProgress({ tiers, currentRank, qualifyingMinor, nextTier }: TierProgressProps) {
  const t = useTranslations("tiers");
  const format = useFormats();
  const endMinor = nextTier?.requiredMinor ?? tiers.at(-1)?.thresholdMinor ?? 0;
  const percent = nextTier ? Math.min(100, Math.max(0, nextTier.progressPct)) : 100;
  const strong = (text: React.ReactNode) => (
    <strong className="font-semibold text-ink">{text}</strong>
  );
  const rungs = tiers.filter(
    ({ thresholdMinor }) => thresholdMinor > 0 && thresholdMinor <= endMinor,
  );

  return (
    <div>
      <div className="flex flex-wrap items-baseline justify-between gap-x-4 text-sm">
        <p className="text-ink-soft">
          {nextTier
            ? t.rich("progress.toNext", {
                amount: format.money(nextTier.remainingMinor),
                tier: nextTier.name,
                strong,
              })
            : t("progress.top")}
        </p>
        <p className="tabular text-ink-faint">
          {nextTier
            ? `${format.moneyShort(qualifyingMinor)} / ${format.moneyShort(endMinor)}`
            : format.money(qualifyingMinor)}
        </p>
      </div>
      <div className="relative mx-2 my-3 h-4">
        <div
          {...(nextTier
            ? {
                role: "progressbar",
                "aria-valuenow": Math.floor(percent),
                "aria-valuemin": 0,
                "aria-valuemax": 100,
                "aria-label": t("progress.label", { tier: nextTier.name }),
                "aria-valuetext": t("progress.value", {
                  percent: Math.floor(percent),
                  spent: format.money(qualifyingMinor),
                  required: format.money(endMinor),
                }),
              }
            : { "aria-hidden": true })}
          className="absolute inset-x-[-0.5rem] top-1 h-2 overflow-hidden rounded-full bg-bar"
        >
          <div
            className="h-full origin-left rounded-full bg-ink motion-safe:animate-[grow_0.9s_cubic-bezier(0.2,0.7,0.2,1)_both]"
            style={{ width: `${percent}%` }}
          />
        </div>
        <ol>
          {rungs.map((tier) => {
            const reached = tier.rank <= currentRank;
            return (
              <li
                key={tier.code}
                className="absolute top-0 -ml-2"
                style={{ left: `${(tier.thresholdMinor / endMinor) * 100}%` }}
              >
                <span
                  aria-hidden="true"
                  className={classNames(
                    "block size-4 rounded-xs border-2",
                    reached
                      ? "stamp -rotate-6 border-seal bg-seal shadow-[inset_0_0_0_1.5px_rgb(255_240_230/0.5)]"
                      : "border-line-strong bg-surface",
                  )}
                />
                <span className="sr-only">
                  {t(reached ? "progress.reached" : "progress.ahead", {
                    tier: tier.name,
                    threshold: t("threshold", { amount: format.moneyShort(tier.thresholdMinor) }),
                  })}
                </span>
              </li>
            );
          })}
        </ol>
      </div>
    </div>
  );
}
