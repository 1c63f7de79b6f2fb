import { BATCH_BYTES_MAX, BATCH_ROWS_MAX, batchRow } from "@/modules/corrections/schema";
import { unguarded } from "@/platform/csv-guard";
import { figureIn, plainText } from "@/platform/pasted";
import { POINTS_MAX } from "@/platform/scalars";
import { type BatchColumn, columnsOf } from "./batch-columns";
import { decodeText, type Encoding } from "./batch-text";

/** A row as the API takes it. */
export interface BatchInputRow {
  memberId?: string;
  externalId?: string;
  points: number;
  note?: string;
  memberNote?: string;
  reference?: string;
  /** Where it stands in the file, the header being 1. */
  line: number;
}

export const rowFaults = [
  "BROKEN_ROW",
  "NO_MEMBER",
  "TWO_MEMBERS",
  "MEMBER_ID_INVALID",
  "EXTERNAL_ID_INVALID",
  "POINTS_MISSING",
  "POINTS_NOT_WHOLE",
  "POINTS_ZERO",
  "POINTS_TOO_LARGE",
  "NOTE_INVALID",
  "REFERENCE_INVALID",
] as const;
export type RowFault = (typeof rowFaults)[number];

export type FileFault =
  | "TOO_LARGE"
  | "TOO_MANY_ROWS"
  | "NOT_TEXT"
  | "NO_ROWS"
  | "NO_POINTS_COLUMN"
  | "NO_MEMBER_COLUMN"
  | "COLUMN_TWICE";

export interface BatchFile {
  /** What is wrong with the file as a whole; then there are no rows. */
  fault: FileFault | null;
  rows: BatchInputRow[];
  rowFaults: { line: number; fault: RowFault; value: string }[];
  /** Columns that mean nothing here. */
  ignored: string[];
  /** How its bytes were read; null where they could not be. */
  encoding: { name: Encoding; isAssumed: boolean } | null;
  /** The first rows as they were read, for somebody to see whether they were read well. */
  preview: string[][];
}

/** Whether a cell is empty, or what the API takes there. */
function isSound(column: Exclude<BatchColumn, "points">, text: string): boolean {
  return text === "" || batchRow.shape[column].safeParse(text).success;
}

const previewRows = 4;

/** More than any column takes. Putting marks in their order takes the square of their number. */
const cellMax = 4000;

const nothing = { rows: [], rowFaults: [], ignored: [], encoding: null, preview: [] };

/** Excel's own word for what parts the cells, alone on the first line. */
const separatorLine = /^sep=(.)\r?(?:\n|$)/i;
const delimiters = [",", ";", "\t", "|", "，", "；"];

/**
 * Reads a CSV file of corrections and judges the form of every row before anything is sent.
 *
 * @param encoding what its bytes are written in, where somebody knows better
 */
export async function readBatchFile(bytes: Uint8Array, encoding?: Encoding): Promise<BatchFile> {
  if (bytes.length > BATCH_BYTES_MAX) return { ...nothing, fault: "TOO_LARGE" };
  const decoded = decodeText(bytes, encoding);
  if (decoded === null) return { ...nothing, fault: "NOT_TEXT" };
  const { encoding: name, isAssumed } = decoded;
  const { records, broken } = await recordsOf(decoded.text.replace(/^\ufeff/, ""));
  const [header, ...rest] = records;
  const preview = records
    .filter(({ cells }) => cells.some((cell) => cell.trim() !== ""))
    .slice(0, previewRows)
    .map(({ cells }) => cells);
  const about = { ...nothing, encoding: { name, isAssumed }, preview };
  const { places, ignored, isTwice } = columnsOf(header?.cells ?? []);
  if (isTwice) return { ...about, fault: "COLUMN_TWICE" };
  if (!places.has("points")) return { ...about, fault: "NO_POINTS_COLUMN" };
  if (!places.has("memberId") && !places.has("externalId")) {
    return { ...about, fault: "NO_MEMBER_COLUMN" };
  }
  const width = header?.cells.length ?? 0;
  const file: BatchFile = { ...about, fault: null, rows: [], rowFaults: [], ignored };
  for (const { line, cells } of rest) {
    if (cells.every((cell) => cell.trim() === "")) continue;
    const isTooLong = cells.some((one) => one.length > cellMax);
    const cell = (column: BatchColumn) => {
      if (isTooLong) return "";
      const text = unguarded((cells[places.get(column) ?? -1] ?? "").trim());
      // What people read stays as they wrote it.
      return column === "note" ? text.trim() : plainText(text);
    };
    const isWide = cells.slice(width).some((extra) => extra.trim() !== "");
    const isBroken = isTooLong || isWide || broken.has(line);
    const found = isBroken ? { fault: "BROKEN_ROW" as const, value: "" } : faultOf(cell);
    if (found) file.rowFaults.push({ line, ...found });
    file.rows.push({ ...rowOf(cell), line });
  }
  if (file.rows.length === 0) return { ...about, fault: "NO_ROWS" };
  if (file.rows.length > BATCH_ROWS_MAX) return { ...about, fault: "TOO_MANY_ROWS" };
  return file;
}

interface FileRecord {
  /** The row number that a spreadsheet shows. */
  line: number;
  cells: string[];
}

/** The header and what follows it. What parts the cells is what the header has between known names. */
async function recordsOf(text: string): Promise<{ records: FileRecord[]; broken: Set<number> }> {
  const { default: papa } = await import("papaparse");
  const [first = "", separator] = separatorLine.exec(text) ?? [];
  const body = text.slice(first.length);
  const before = first === "" ? 0 : 1;
  const head = body.replace(/^\s+/, "");
  const known = (delimiter: string) =>
    columnsOf(papa.parse<string[]>(head, { delimiter, preview: 1 }).data[0] ?? []).places.size;
  const best = delimiters.reduce((one, other) => (known(other) > known(one) ? other : one));
  const parsed = papa.parse<string[]>(body, { delimiter: separator ?? best });
  const records = parsed.data.map((cells, index) => ({ line: index + 1 + before, cells }));
  const header = records.findIndex(({ cells }) => cells.some((cell) => cell.trim() !== ""));
  const broken = parsed.errors.flatMap(({ type, row }) =>
    type === "Quotes" && row !== undefined ? [row + 1 + before] : [],
  );
  return { records: records.slice(Math.max(0, header)), broken: new Set(broken) };
}

type Cell = (column: BatchColumn) => string;

function faultOf(cell: Cell): { fault: RowFault; value: string } | null {
  const [memberId, externalId] = [cell("memberId"), cell("externalId")];
  const [points, note, reference] = [cell("points"), cell("note"), cell("reference")];
  const is = (fault: RowFault, value = "") => ({ fault, value: value.slice(0, 40) });
  if (memberId === "" && externalId === "") return is("NO_MEMBER");
  if (memberId !== "" && externalId !== "") return is("TWO_MEMBERS");
  if (!isSound("memberId", memberId)) return is("MEMBER_ID_INVALID", memberId);
  if (!isSound("externalId", externalId)) return is("EXTERNAL_ID_INVALID", externalId);
  if (points === "") return is("POINTS_MISSING");
  const figure = wholeIn(points);
  if (figure === null) return is("POINTS_NOT_WHOLE", points);
  if (figure === 0) return is("POINTS_ZERO");
  if (Math.abs(figure) > POINTS_MAX) return is("POINTS_TOO_LARGE", points);
  if (!isSound("note", note) || !isSound("memberNote", cell("memberNote"))) {
    return is("NOTE_INVALID");
  }
  if (!isSound("reference", reference)) return is("REFERENCE_INVALID", reference);
  return null;
}

/** Whole though a spreadsheet may have given it decimals: `wholeIn("1,200.00")` → 1200. */
function wholeIn(points: string): number | null {
  const [, whole] = /^(-?\d+)(?:\.0*)?$/.exec(figureIn(points) ?? "") ?? [];
  return whole === undefined ? null : Number(whole);
}

function rowOf(cell: Cell): Omit<BatchInputRow, "line"> {
  const text = (column: "memberId" | "externalId" | "note" | "memberNote" | "reference") =>
    cell(column) === "" ? {} : { [column]: cell(column) };
  return {
    ...text("memberId"),
    ...text("externalId"),
    points: wholeIn(cell("points")) ?? 0,
    ...text("note"),
    ...text("memberNote"),
    ...text("reference"),
  };
}
