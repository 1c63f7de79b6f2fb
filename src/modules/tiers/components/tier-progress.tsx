import { useTranslations } from "next-intl";
import { useFormats } from "@/i18n/use-formats";
import { classNames } from "@/ui/class-names";
import { placeOnLadder } from "./place-on-ladder";
import { sealTextFor } from "./seal-text";

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

/** On a longer ladder there is no room for names: the card and the line above say the two that matter. */
const NAMED_MAX = 6;

/**
 * How far the next tier is, on a line where every tier already reached has left its seal. Tiers
 * stand in even steps, whatever is between their thresholds, so that each can be named.
 */
export function TierProgress({ tiers, currentRank, qualifyingMinor, nextTier }: TierProgressProps) {
  const t = useTranslations("tiers");
  const format = useFormats();
  const endMinor = nextTier?.requiredMinor ?? tiers.at(-1)?.thresholdMinor ?? 0;
  const percent = nextTier ? Math.min(100, Math.max(0, nextTier.progressPct)) : 100;
  const strong = (text: React.ReactNode) => (
    <strong className="font-semibold text-ink">{text}</strong>
  );
  const stepPercent = tiers.length > 1 ? 100 / (tiers.length - 1) : 100;
  // Names never touch, however narrow the screen or large the text.
  const width = `min(4rem, ${stepPercent}cqi)`;
  const place = placeOnLadder(tiers, { currentRank, percent });

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
      <div className="@container relative mx-6 mt-3 mb-1 min-h-11">
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
          className="absolute inset-x-0 top-1 h-2 overflow-hidden rounded-full bg-bar"
        >
          <div
            className="h-full origin-left rounded-full bg-ink motion-safe:animate-[grow_0.9s_cubic-bezier(0.2,0.7,0.2,1)_both]"
            style={{ width: `${place}%` }}
          />
        </div>
        <ol
          className={classNames(
            "relative flex",
            tiers.length > 1 ? "justify-between" : "justify-end",
          )}
          style={{ marginInline: `calc(${width} / -2)` }}
        >
          {tiers.map((tier) => {
            const reached = tier.rank <= currentRank;
            return (
              <li
                key={tier.code}
                className="grid shrink-0 grid-cols-1 content-start justify-items-center gap-1.5"
                style={{ width }}
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
                {tiers.length <= NAMED_MAX ? (
                  <span
                    aria-hidden="true"
                    className={classNames(
                      "max-w-full text-center text-xs leading-tight [overflow-wrap:anywhere]",
                      tier.rank === currentRank ? "font-semibold text-ink" : "text-ink-faint",
                    )}
                  >
                    {shortName(tier)}
                  </span>
                ) : null}
                <span className="sr-only">
                  {t(reached ? "progress.reached" : "progress.ahead", {
                    tier: tier.name,
                    threshold:
                      tier.thresholdMinor > 0
                        ? t("threshold", { amount: format.moneyShort(tier.thresholdMinor) })
                        : t("thresholdNone"),
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

/** `shortName({ code: "GOLD", name: "金牌会员" })` → "金牌"; a Latin name as it is. */
function shortName(tier: Rung): string {
  return /\p{Script=Han}/u.test(tier.name) ? sealTextFor(tier) : tier.name;
}
