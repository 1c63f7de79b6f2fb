import { useTranslations } from "next-intl";
import { useFormats } from "@/i18n/use-formats";
import { classNames } from "@/ui/class-names";
import { ExpiryChart } from "./expiry-chart";

export interface Balance {
  available: number;
  pending: number;
  frozen: number;
  owed: number;
  worthMinor: number;
  expiring: readonly { points: number; expiresAt: string }[];
}

const soonMs = 30 * 24 * 60 * 60 * 1000;

/** What there is, what it is worth, what is on its way, and what goes when. */
export function PointsSummary({ balance }: { balance: Balance }) {
  const t = useTranslations("points");
  const format = useFormats();
  const soonEnd = format.now.getTime() + soonMs;
  const soon = balance.expiring
    .filter(({ expiresAt }) => new Date(expiresAt).getTime() <= soonEnd)
    .reduce((sum, { points }) => sum + points, 0);
  const listed = balance.expiring.reduce((sum, { points }) => sum + points, 0);
  const later = balance.available - listed;
  const figures = [
    { label: t("pending"), points: balance.pending },
    { label: t("frozen"), points: balance.frozen },
    balance.owed > 0
      ? { label: t("owed"), points: balance.owed, marked: true }
      : { label: t("soon"), points: soon, marked: soon > 0 },
  ];
  return (
    <>
      <p className="flex flex-wrap items-baseline gap-x-3">
        <span className="sr-only">{t("available")}</span>
        <span className="tabular font-semibold font-serif text-3xl">
          {format.points(balance.available)}
        </span>
        <span className="text-ink-soft">
          {t("worth", { amount: format.money(balance.worthMinor) })}
        </span>
      </p>
      <dl className="mt-3 mb-6 grid grid-cols-3 gap-4">
        {figures.map(({ label, points, marked }) => (
          <div key={label}>
            <dt className="text-ink-faint text-sm">{label}</dt>
            <dd className={classNames("tabular font-semibold", marked && "text-seal-ink")}>
              {format.points(points)}
            </dd>
          </div>
        ))}
      </dl>
      {balance.owed > 0 ? (
        <p className="mb-6 rounded-md bg-seal-soft px-4 py-3 text-seal-ink text-sm">
          {t("owedText", { points: format.points(balance.owed) })}
        </p>
      ) : null}
      <ExpiryChart expiring={balance.expiring} later={later} soonEnd={soonEnd} />
    </>
  );
}
