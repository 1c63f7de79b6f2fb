import { useTranslations } from "next-intl";
import { useFormats } from "@/i18n/use-formats";
import { IMPORT_ROWS_MAX } from "@/modules/imports/schema";
import { Field } from "@/ui/field";
import { Select } from "@/ui/select";
import { encodings } from "../../batches/batch-text";
import { DELIMITERS, FILE_BYTES_MAX, type ReadAs, type TableFile } from "../table-file";

const ROWS_SHOWN = 5;

interface FileReadingProps {
  table: TableFile;
  /** Somebody sees that it was read as something else than it is. */
  onReadAs: (as: ReadAs) => void;
}

/** How a file was read, and its first rows to see whether that is right, before it is believed. */
export function FileReading({ table, onReadAs }: FileReadingProps) {
  const t = useTranslations("imports.reading");
  const tEncoding = useTranslations("batches.reading.encodings");
  const format = useFormats();
  const { encoding, delimiter, fault } = table;
  return (
    <div className="space-y-3">
      {fault ? (
        <p role="alert" className="rounded-md bg-seal-soft px-4 py-3 text-seal-ink text-sm">
          {t(`faults.${fault}`, {
            rows: format.points(IMPORT_ROWS_MAX),
            megabytes: FILE_BYTES_MAX / 1_000_000,
          })}
        </p>
      ) : (
        <p className="text-sm">{t("rows", { count: table.rows.length })}</p>
      )}
      {encoding === null ? null : (
        <div className="flex flex-wrap gap-x-6 gap-y-3">
          <Field label={t(encoding.isAssumed ? "encodingAssumed" : "encoding")}>
            {(control) => (
              <Select
                {...control}
                value={encoding.name}
                onChange={({ target }) => {
                  const chosen = encodings.find((one) => one === target.value);
                  if (chosen) onReadAs({ encoding: chosen });
                }}
              >
                {encodings.map((one) => (
                  <option key={one} value={one}>
                    {tEncoding(one)}
                  </option>
                ))}
              </Select>
            )}
          </Field>
          <Field label={t("delimiter")}>
            {(control) => (
              <Select
                {...control}
                value={delimiter ?? ","}
                onChange={({ target }) =>
                  onReadAs({ encoding: encoding.name, delimiter: target.value })
                }
              >
                {[...new Set([...DELIMITERS, delimiter ?? ","])].map((one) => (
                  <option key={one} value={one}>
                    {one === "\t" ? t("tab") : one}
                  </option>
                ))}
              </Select>
            )}
          </Field>
        </div>
      )}
      {table.header.length === 0 ? null : <FirstRows table={table} label={t("preview")} />}
    </div>
  );
}

function FirstRows({ table, label }: { table: TableFile; label: string }) {
  const lines = [table.header, ...table.rows.slice(0, ROWS_SHOWN).map(({ cells }) => cells)];
  return (
    <section
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by the keyboard
      tabIndex={0}
      className="relative overflow-x-auto rounded-md bg-sunken px-4 py-3 text-sm"
    >
      <table className="min-w-full text-ink">
        <caption className="sr-only">{label}</caption>
        <tbody>
          {lines.map((cells, row) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows of a file that does not change
            <tr key={row} className="border-line border-b last:border-0">
              {cells.map((cell, column) => (
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
  );
}
