import { unguarded } from "@/platform/csv-guard";
import { CELL_MAX, IMPORT_ROWS_MAX } from "@/modules/imports/schema";
import { decodeText, type Encoding } from "../batches/batch-text";
import { sheetRows, Unusable, type WorkbookFault } from "./xlsx";

/** A file as it was read, before anybody says what its columns mean. */
export interface TableFile {
  fault: FileFault | null;
  /** How its bytes were read; null of a workbook. */
  encoding: { name: Encoding; isAssumed: boolean } | null;
  delimiter: string | null;
  header: string[];
  rows: { line: number; cells: string[] }[];
}

export type FileFault = WorkbookFault | "TOO_LARGE" | "TOO_MANY_ROWS" | "NOT_TEXT" | "NO_ROWS";

/** As somebody chose them who saw what came of the assumed ones. */
export interface ReadAs {
  encoding?: Encoding;
  delimiter?: string;
}

export const FILE_BYTES_MAX = 200_000_000;
export const COLUMNS_MAX = 200;
export const DELIMITERS = [",", ";", "\t", "|", "，", "；"] as const;

const nothing = { encoding: null, delimiter: null, header: [], rows: [] };

export async function readTableFile(file: File, as: ReadAs = {}): Promise<TableFile> {
  if (file.size > FILE_BYTES_MAX) return { ...nothing, fault: "TOO_LARGE" };
  const [first, second] = new Uint8Array(await file.slice(0, 2).arrayBuffer());
  // "PK": every workbook is a ZIP file.
  return first === 0x50 && second === 0x4b ? readWorkbook(file) : readText(file, as);
}

async function readWorkbook(file: File): Promise<TableFile> {
  const records: TableFile["rows"] = [];
  try {
    for await (const row of sheetRows(file, COLUMNS_MAX)) {
      records.push(row);
      if (records.length > IMPORT_ROWS_MAX + 1) break;
    }
  } catch (error) {
    if (error instanceof Unusable) return { ...nothing, fault: error.fault };
    throw error;
  }
  return tableOf(records, { encoding: null, delimiter: null });
}

/** Excel's own word for what parts the cells, alone on the first line. */
const SEPARATOR = /^sep=(.)\r?(?:\n|$)/i;

const HEAD_CHARS = 100_000;

async function readText(file: File, as: ReadAs): Promise<TableFile> {
  const decoded = decodeText(new Uint8Array(await file.arrayBuffer()), as.encoding);
  if (decoded === null) return { ...nothing, fault: "NOT_TEXT" };
  const { default: papa } = await import("papaparse");
  const text = decoded.text.replace(/^\ufeff/, "");
  const [first = "", said] = SEPARATOR.exec(text) ?? [];
  const body = text.slice(first.length);
  // Titles seldom have a comma in them; amounts do.
  const head = body.slice(0, HEAD_CHARS).replace(/^\s+/, "");
  const width = (delimiter: string) =>
    papa.parse<string[]>(head, { delimiter, preview: 1 }).data[0]?.length ?? 0;
  const guess = () =>
    DELIMITERS.reduce<string>((one, other) => (width(other) > width(one) ? other : one), ",");
  const delimiter = as.delimiter ?? said ?? guess();
  const before = first === "" ? 0 : 1;
  const { data } = papa.parse<string[]>(body, { delimiter });
  const records = data.map((cells, at) => ({ line: at + 1 + before, cells }));
  const encoding = { name: decoded.encoding, isAssumed: decoded.isAssumed };
  return tableOf(records, { encoding, delimiter });
}

const isFilled = (cells: readonly string[]) => cells.some((cell) => cell.trim() !== "");

function tableOf(
  records: readonly TableFile["rows"][number][],
  about: Pick<TableFile, "encoding" | "delimiter">,
): TableFile {
  const filled = records.filter(({ cells }) => isFilled(cells));
  const [header, ...rest] = filled;
  const titles = (header?.cells ?? []).slice(0, COLUMNS_MAX).map((cell) => cell.trim());
  if (!header || rest.length === 0) {
    return { ...nothing, ...about, header: titles, fault: "NO_ROWS" };
  }
  if (rest.length > IMPORT_ROWS_MAX) return { ...nothing, ...about, fault: "TOO_MANY_ROWS" };
  const rows = rest.map(({ line, cells }) => ({
    line,
    // A cell that is longer than any column takes is at fault whatever else is in it.
    cells: titles.map((_, at) => unguarded((cells[at] ?? "").trim()).slice(0, CELL_MAX)),
  }));
  return { ...about, fault: null, header: titles, rows };
}
