import { useTranslations } from "next-intl";
import { useFormats } from "@/i18n/use-formats";
import { classNames } from "@/ui/class-names";
import { EntryFacts } from "./entry-facts";
import type { Entry } from "./entry-words";
import { useEntryWords } from "./use-entry-words";

export type { Entry } from "./entry-words";

interface EntryRowProps {
  entry: Entry;
  orderUrl: string | null;
}

/** One line of the ledger: what it was, when, how the number came about, and what was left. */
export function EntryRow({ entry, orderUrl }: EntryRowProps) {
  const t = useTranslations("points");
  const format = useFormats();
  const words = useEntryWords();
  return (
    <li className="border-line border-b py-3.5 last:border-0">
      <div className="flex items-baseline justify-between gap-4">
        <p className="min-w-0 font-medium">{words.title(entry)}</p>
        <p
          className={classNames(
            "tabular shrink-0 font-semibold",
            entry.points < 0 ? "text-seal-ink" : "text-ink",
          )}
        >
          {format.signedPoints(entry.points)}
        </p>
      </div>
      <div className="flex items-baseline justify-between gap-4 text-ink-faint text-sm">
        <EntryFacts
          entry={entry}
          time={format.dateTimeShort(entry.createdAt)}
          orderUrl={orderUrl}
        />
        <p className="tabular shrink-0">
          {t("history.balance", { points: format.points(entry.balanceAfter) })}
        </p>
      </div>
    </li>
  );
}
