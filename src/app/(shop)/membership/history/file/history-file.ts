import papa from "papaparse";
import type { Entry } from "@/modules/points/components/entry-words";
import { type FileWords, historyRows } from "./history-rows";

export interface Page {
  items: readonly Entry[];
  nextCursor: string | null;
}

interface HistoryFile extends FileWords {
  first: Page;
  next: (cursor: string) => Promise<Page>;
  /** No more lines than these; then the file says so itself. */
  linesMax: number;
  /** Said below the lines where there are more. */
  more: string;
}

/** How spreadsheets know that it is UTF-8. */
const MARK = "\ufeff";
const END = "\r\n";

/**
 * The history as CSV, a page at a time and no faster than it is taken. What fails on its way breaks the
 * download off: a file that ended early would look like all there is.
 */
export function historyFile(file: HistoryFile): ReadableStream<Uint8Array> {
  const { first, next, linesMax, more, columns } = file;
  const encoder = new TextEncoder();
  const csv = (rows: readonly (readonly string[])[]) =>
    encoder.encode(rows.length > 0 ? papa.unparse(rows as string[][], { newline: END }) + END : "");
  let page: Page | null = first;
  let lines = 0;
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        controller.enqueue(encoder.encode(MARK));
        controller.enqueue(csv([columns]));
      },
      async pull(controller) {
        if (!page) return controller.close();
        const { items, nextCursor } = page;
        const shown = items.slice(0, linesMax - lines);
        lines += shown.length;
        const isCut = nextCursor !== null || shown.length < items.length;
        controller.enqueue(csv(historyRows(shown, file)));
        if (lines >= linesMax && isCut) controller.enqueue(csv([[more]]));
        page = lines < linesMax && nextCursor !== null ? await next(nextCursor) : null;
      },
    },
    { highWaterMark: 1 },
  );
}
