import { useTranslations } from "next-intl";
import type { Change } from "./change";

/** What is different, before and after, line by line. */
export function ChangeList({ changes }: { changes: readonly Change[] }) {
  const t = useTranslations("program.changes");
  if (changes.length === 0) return <p className="text-ink-soft text-sm">{t("none")}</p>;
  return (
    <ul className="tabular divide-y divide-line text-sm">
      {changes.map(({ key, label, before, after }) => (
        <li key={key} className="flex flex-wrap items-baseline justify-between gap-x-4 py-1.5">
          <span className="text-ink-soft">{label}</span>
          <span>
            {before === null ? (
              <span className="text-good">{t("added")}</span>
            ) : (
              <del className={after === null ? "text-ink-faint" : "text-ink-faint no-underline"}>
                {before}
              </del>
            )}
            {" → "}
            {after === null ? (
              <span className="text-seal-ink">{t("removed")}</span>
            ) : (
              <ins className="font-medium text-ink no-underline">{after}</ins>
            )}
          </span>
        </li>
      ))}
    </ul>
  );
}
