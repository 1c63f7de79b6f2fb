import { useTranslations } from "next-intl";
import { lastDateBefore } from "@/i18n/format";
import { useFormats } from "@/i18n/use-formats";
import { BarChart } from "@/ui/bar-chart";

interface ExpiryProps {
  expiring: readonly Ending[];
  /** Points that expire after the last date that is listed. */
  later: number;
  /** Bars that end before this moment are marked. */
  soonEnd: number;
  /** Whether the first end is near enough to be drawn. */
  drawn: boolean;
}

interface Ending {
  points: number;
  expiresAt: string;
}

const monthsShown = 12;

/** Twelve months of expiries as bars where one is near, and the exact dates for who wants them. */
export function Expiry({ expiring, later, soonEnd, drawn }: ExpiryProps) {
  const t = useTranslations("points");
  const format = useFormats();
  const [next] = expiring;
  if (!next) return <p className="mt-2 text-ink-faint text-sm">{t("expiry.none")}</p>;
  return (
    <>
      {drawn ? <ExpiryBars expiring={expiring} first={next} soonEnd={soonEnd} /> : null}
      <details className="mt-2 text-sm">
        <summary className="touch w-fit rounded-sm py-0.5 text-ink-soft underline decoration-line-strong underline-offset-4 hover:text-ink">
          {drawn
            ? t("expiry.details")
            : t("expiry.first", {
                points: format.points(next.points),
                date: format.lastDateBefore(next.expiresAt),
              })}
        </summary>
        <table className="tabular mt-3 w-full text-left">
          <thead className="text-ink-faint">
            <tr className="border-line border-b">
              <th scope="col" className="py-1.5 font-normal">
                {t("expiry.date")}
              </th>
              <th scope="col" className="py-1.5 text-right font-normal">
                {t("expiry.points")}
              </th>
            </tr>
          </thead>
          <tbody>
            {expiring.map(({ points, expiresAt }) => (
              <tr key={expiresAt} className="border-line border-b last:border-0">
                <td className="py-1.5">{format.lastDateBefore(expiresAt)}</td>
                <td className="py-1.5 text-right">{format.points(points)}</td>
              </tr>
            ))}
          </tbody>
        </table>
        {later > 0 ? (
          <p className="tabular mt-2 text-ink-faint">
            {t("expiry.later", { points: format.points(later) })}
          </p>
        ) : null}
      </details>
    </>
  );
}

interface ExpiryBarsProps {
  expiring: readonly Ending[];
  first: Ending;
  soonEnd: number;
}

function ExpiryBars({ expiring, first, soonEnd }: ExpiryBarsProps) {
  const t = useTranslations("points");
  const format = useFormats();
  const monthOf = (expiresAt: string) => lastDateBefore(expiresAt, format.timeZone).slice(0, 7);
  const bars = monthsFrom(monthOf(first.expiresAt)).map((month) => {
    const ending = expiring.filter(({ expiresAt }) => monthOf(expiresAt) === month);
    const value = ending.reduce((sum, { points }) => sum + points, 0);
    return {
      label: format.monthName(month),
      value,
      valueText: t("unit", { points: format.points(value) }),
      marked: ending.some(({ expiresAt }) => new Date(expiresAt).getTime() <= soonEnd),
    };
  });
  return (
    <div className="mt-5">
      <BarChart bars={bars} label={t("expiry.label")} caption={t("expiry.caption")} />
    </div>
  );
}

/** `monthsFrom("2026-12")` → "2026-12", "2027-01", … twelve of them. */
function monthsFrom(first: string): string[] {
  const [year = 0, month = 1] = first.split("-").map(Number);
  return Array.from({ length: monthsShown }, (_, step) =>
    new Date(Date.UTC(year, month - 1 + step, 1)).toISOString().slice(0, 7),
  );
}
