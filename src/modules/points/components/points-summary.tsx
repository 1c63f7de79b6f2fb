import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { useFormats } from "@/i18n/use-formats";
import { classNames } from "@/ui/class-names";
import { CountedFigure } from "@/ui/counted-figure";
import { Expiry } from "./expiry";

export interface Balance {
  available: number;
  pending: number;
  frozen: number;
  owed: number;
  worthMinor: number;
  expiring: readonly { points: number; expiresAt: string }[];
}

interface PointsSummaryProps {
  balance: Balance;
  /** Their member code. */
  whose: string;
  /** Where it goes on, at the end of the figure's line. */
  way?: ReactNode;
}

const DAY_MS = 24 * 60 * 60 * 1000;
const SOON_MS = 30 * DAY_MS;
/** Ends further off are told in words, and drawn nowhere. */
const DRAWN_MS = 90 * DAY_MS;

/** What there is, what it is worth, what is on its way, and what goes when; nothing that is nought. */
export function PointsSummary({ balance, whose, way }: PointsSummaryProps) {
  const t = useTranslations("points");
  const format = useFormats();
  const soonEnd = format.now.getTime() + SOON_MS;
  const soon = balance.expiring
    .filter(({ expiresAt }) => new Date(expiresAt).getTime() <= soonEnd)
    .reduce((sum, { points }) => sum + points, 0);
  const listed = balance.expiring.reduce((sum, { points }) => sum + points, 0);
  const later = balance.available - listed;
  const [first] = balance.expiring;
  const isDrawn =
    first !== undefined && new Date(first.expiresAt).getTime() <= format.now.getTime() + DRAWN_MS;
  const figures = [
    { label: t("pending"), points: balance.pending },
    { label: t("frozen"), points: balance.frozen },
    balance.owed > 0
      ? { label: t("owed"), points: balance.owed, marked: true }
      : { label: t("soon"), points: soon, marked: true },
  ].filter(({ points }) => points > 0);
  return (
    <>
      <div className="flex flex-wrap items-baseline justify-between gap-x-3">
        <p className="flex flex-wrap items-baseline gap-x-3">
          <span className="sr-only">{t("available")}</span>
          <span className="tabular font-semibold font-serif text-3xl">
            <CountedFigure value={balance.available} whose={whose} />
          </span>
          <span className="text-ink-soft">
            {t("worth", { amount: format.money(balance.worthMinor) })}
          </span>
        </p>
        {way}
      </div>
      {figures.length > 0 ? (
        <dl className="mt-3 grid grid-cols-3 gap-4">
          {figures.map(({ label, points, marked }) => (
            <div key={label}>
              <dt className="text-ink-faint text-sm">{label}</dt>
              <dd className={classNames("tabular font-semibold", marked && "text-seal-ink")}>
                {format.points(points)}
              </dd>
            </div>
          ))}
        </dl>
      ) : null}
      {balance.owed > 0 ? (
        <p className="mt-4 rounded-md bg-seal-soft px-4 py-3 text-seal-ink text-sm">
          {t("owedText", { points: format.points(balance.owed) })}
        </p>
      ) : null}
      <Expiry expiring={balance.expiring} later={later} soonEnd={soonEnd} drawn={isDrawn} />
    </>
  );
}
