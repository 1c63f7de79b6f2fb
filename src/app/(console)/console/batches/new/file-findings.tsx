import { useTranslations } from "next-intl";
import { useFormats } from "@/i18n/use-formats";
import { type BatchFile, bytesMax, rowsMax } from "../batch-file";
import { LinedList } from "./lined-list";

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

/** What is wrong with a file: as a whole, or row by row. */
export function FileFaults({ file }: { file: BatchFile }) {
  const t = useTranslations("batches");
  const format = useFormats();
  if (file.fault) {
    return (
      <p role="alert" className="rounded-md bg-seal-soft px-4 py-3 text-seal-ink text-sm">
        {t(`fileFaults.${file.fault}`, {
          rows: format.points(rowsMax),
          megabytes: bytesMax / 1_000_000,
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
