import { formatDateTime } from "@/i18n/format";
import type { Formats } from "@/i18n/use-formats";
import type { Entry, entryWordsBy } from "@/modules/points/components/entry-words";
import { guarded } from "@/platform/csv-guard";

export interface FileWords {
  columns: readonly string[];
  words: ReturnType<typeof entryWordsBy>;
  format: Pick<Formats, "timeZone">;
}

/**
 * Lines of the history as cells of a file, in the order of its columns: time, what it was, points,
 * available after it, how they came about, order, what else is known. Figures stay figures.
 */
export function historyRows(entries: readonly Entry[], { words, format }: FileWords): string[][] {
  return entries.map((entry) =>
    [
      formatDateTime(entry.createdAt, format.timeZone),
      words.title(entry),
      entry.points,
      entry.balanceAfter,
      words.sum(entry),
      words.order(entry)?.id ?? null,
      words.facts(entry).join(" · "),
    ].map(guarded),
  );
}
