import { useTranslations } from "next-intl";
import { useFormats } from "@/i18n/use-formats";
import { WayRow } from "@/modules/earning/components/way-row";
import type { Outputs } from "@/trpc/client";
import { PageLink } from "@/ui/page-link";

type Way = Outputs["earning"]["ways"]["items"][number];

interface WaysToEarnProps {
  ways: readonly Way[];
  /** What the member's tier is called: its multiplier is part of what a purchase brings. */
  tier: string;
}

/** What brings points, and what of it is done for now. */
export function WaysToEarn({ ways, tier }: WaysToEarnProps) {
  const t = useTranslations("earning.ways");
  const words = useWayWords(tier);
  if (ways.length === 0) return <p className="text-ink-soft">{t("empty")}</p>;
  return (
    <ul>
      {ways.map((way) => (
        <WayRow
          key={way.action}
          glyph={t(`glyph.${way.action}`)}
          title={t(`name.${way.action}`)}
          hint={words.hint(way)}
          worth={words.worth(way)}
          done={words.done(way)}
          isComplete={way.reason === "LIMIT_REACHED"}
          action={
            way.reason === "BIRTHDAY_UNKNOWN" ? (
              <PageLink
                href="/membership/profile"
                className="rounded-sm text-seal-ink text-sm underline underline-offset-4"
              >
                {t("fillBirthday")}
              </PageLink>
            ) : null
          }
        />
      ))}
    </ul>
  );
}

function useWayWords(tier: string) {
  const t = useTranslations("earning.ways");
  const format = useFormats();

  function hint({ action, points, multiplierPct, limit, reason }: Way): string {
    if (reason === "BIRTHDAY_UNKNOWN" || reason === "NEEDS_ORDER") return t(`hint.${reason}`);
    if (action !== "PURCHASE") return t(`hint.${action}`, { limit: limit ?? 0 });
    const factor = multiplierPct ?? 100;
    const perYuan = { points: String((points * factor) / 100) };
    return factor === 100
      ? t("hint.PURCHASE_PLAIN", perYuan)
      : t("hint.PURCHASE", { ...perYuan, tier, factor: format.multiplier(factor) });
  }

  function worth({ action, points, multiplierPct }: Way): string {
    if (action !== "PURCHASE") return format.signedPoints(points);
    return t("perYuan", { points: String((points * (multiplierPct ?? 100)) / 100) });
  }

  /** Counted only where it can be done more than once a day: "1 / 5". */
  function done(way: Way): string | null {
    if (way.reason === "LIMIT_REACHED" || way.per !== "day" || way.limit === null) return null;
    return way.limit > 1 ? t("progress", { done: way.done, limit: way.limit }) : null;
  }

  return { hint, worth, done };
}
