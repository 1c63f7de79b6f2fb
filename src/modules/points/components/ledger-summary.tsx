import { useTranslations } from "next-intl";
import { useFormats } from "@/i18n/use-formats";
import type { LedgerSummary } from "../schema/ledger";
import { accountsOfSum, partsOfSum } from "./summed-up";

interface LedgerSummaryLineProps {
  summary: LedgerSummary;
  /** Of some lines only: they add up to a change, not to a balance. */
  filtered: boolean;
}

/** What the history adds up to, part by part: "earned +5,000 · used −300 · total 4,700". */
export function LedgerSummaryLine({ summary, filtered }: LedgerSummaryLineProps) {
  const t = useTranslations("points");
  const format = useFormats();
  const parts = partsOfSum(summary);
  const accounts = filtered ? [] : accountsOfSum(summary);
  const total = filtered ? format.signedPoints(summary.net) : format.points(summary.net);
  return (
    <p className="tabular flex flex-wrap gap-x-4 gap-y-0.5 border-line border-b pb-3 text-ink-faint text-sm">
      {parts.map(({ group, points }) => (
        <span key={group}>
          {t(`history.groups.${group}`)} {format.signedPoints(points)}
        </span>
      ))}
      <span className="text-ink-soft">
        {t(filtered ? "history.change" : "history.total")} <strong>{total}</strong>
        {accounts.length > 0
          ? t("history.split", {
              parts: accounts
                .map(({ account, points }) => `${t(account)} ${format.points(points)}`)
                .join(" · "),
            })
          : null}
      </span>
    </p>
  );
}
