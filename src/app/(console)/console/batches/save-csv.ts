import { guarded } from "@/platform/csv-guard";

/**
 * Hands a table to the browser as a file. A cell that a spreadsheet would take for a formula is
 * marked as text; the mark at the start says that it is UTF-8.
 */
export async function saveCsv(
  fileName: string,
  rows: readonly (readonly (string | number | null)[])[],
): Promise<void> {
  const { default: papa } = await import("papaparse");
  const text = papa.unparse(rows.map((row) => row.map(guarded)));
  const address = URL.createObjectURL(new Blob(["\ufeff", text], { type: "text/csv" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = fileName;
  link.click();
  // Some browsers start the download a moment later.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
