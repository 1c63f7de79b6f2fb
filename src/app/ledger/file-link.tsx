import { Download } from "lucide-react";
import { useTranslations } from "next-intl";
import type { LedgerFilter } from "./ledger-filter";

/** One's own history as a file, filtered as it is on the page. */
export function FileLink({ filter }: { filter: LedgerFilter }) {
  const t = useTranslations("points.file");
  const set = Object.entries(filter).filter(([, value]) => value !== undefined);
  const query = new URLSearchParams(set as [string, string][]).toString();
  return (
    <p className="mb-4">
      <a
        href={`/membership/history/file${query ? `?${query}` : ""}`}
        download
        className="touch inline-flex items-center gap-1.5 rounded-sm text-ink-soft text-sm underline decoration-line-strong underline-offset-4 hover:text-ink"
      >
        <Download aria-hidden="true" className="size-4" strokeWidth={1.75} />
        {t("get")}
      </a>
    </p>
  );
}
