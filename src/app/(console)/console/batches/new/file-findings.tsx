import { useTranslations } from "next-intl";
import { useFormats } from "@/i18n/use-formats";
import { BATCH_BYTES_MAX, BATCH_ROWS_MAX } from "@/modules/corrections/schema";
import { Select } from "@/ui/select";
import type { BatchFile } from "../batch-file";
import { type Encoding, encodings } from "../batch-text";
import { LinedList } from "./lined-list";

const columnsShown = 6;

/** What a file holds, as soon as it is chosen. */
export function FileFound({ file }: { file: BatchFile }) {
  const t = useTranslations("batches.found");
  const format = useFormats();
  const total = file.rows.reduce((sum, { points }) => sum + points, 0);
  return (
    <p className="rounded-md bg-good-soft px-4 py-3 text-good text-sm">
      {t("rows", { count: file.rows.length, total: format.signedPoints(total) })}
      {file.ignored.length > 0 ? (
        <span className="block">{t("ignored", { columns: file.ignored.join(", ") })}</span>
      ) : null}
    </p>
  );
}

interface FileReadingProps {
  file: BatchFile;
  /** Somebody sees that it was read as something else than it is. */
  onEncoding: (encoding: Encoding) => void;
}

/** In what a file was read, and its first rows to see whether that is right. */
export function FileReading({ file, onEncoding }: FileReadingProps) {
  const t = useTranslations("batches.reading");
  if (file.encoding === null) return null;
  const { name, isAssumed } = file.encoding;
  return (
    <div
      className={`rounded-md px-4 py-3 text-sm ${isAssumed ? "bg-warn-soft text-warn" : "bg-sunken text-ink-soft"}`}
    >
      <p>{t(isAssumed ? "assumed" : "known", { encoding: t(`encodings.${name}`) })}</p>
      <section
        aria-label={t("preview")}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by the keyboard
        tabIndex={0}
        className="relative mt-2 overflow-x-auto"
      >
        <table className="min-w-full text-ink">
          <caption className="sr-only">{t("preview")}</caption>
          <tbody>
            {file.preview.map((cells, row) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: rows of a file that does not change
              <tr key={row} className="border-line border-b last:border-0">
                {cells.slice(0, columnsShown).map((cell, column) => (
                  <td
                    // biome-ignore lint/suspicious/noArrayIndexKey: cells of a file that does not change
                    key={column}
                    className={`max-w-48 truncate py-1 pr-4 ${row === 0 ? "font-medium" : ""}`}
                  >
                    {cell}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {isAssumed ? (
        <p className="mt-3 flex flex-wrap items-center gap-2">
          <span aria-hidden="true">{t("other")}</span>
          <Select
            aria-label={t("other")}
            className="h-9 w-auto pr-9"
            value={name}
            onChange={({ target }) => {
              const chosen = encodings.find((encoding) => encoding === target.value);
              if (chosen) onEncoding(chosen);
            }}
          >
            {encodings.map((encoding) => (
              <option key={encoding} value={encoding}>
                {t(`encodings.${encoding}`)}
              </option>
            ))}
          </Select>
        </p>
      ) : null}
    </div>
  );
}

/** What is wrong with a file: as a whole, or row by row. */
export function FileFaults({ file }: { file: BatchFile }) {
  const t = useTranslations("batches");
  const format = useFormats();
  if (file.fault) {
    return (
      <p role="alert" className="rounded-md bg-seal-soft px-4 py-3 text-seal-ink text-sm">
        {t(`fileFaults.${file.fault}`, {
          rows: format.points(BATCH_ROWS_MAX),
          megabytes: BATCH_BYTES_MAX / 1_000_000,
        })}
      </p>
    );
  }
  return (
    <LinedList
      title={t("faultsFound", { count: file.rowFaults.length })}
      items={file.rowFaults.map(({ line, fault, value }) => ({
        line,
        words: t(`rowFaults.${fault}`, { value }),
      }))}
    />
  );
}
