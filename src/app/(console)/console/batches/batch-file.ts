import { POINTS_MAX } from "@/platform/scalars";
import { type BatchColumn, columnsOf } from "./batch-columns";

/** A row as the API takes it. */
export interface BatchInputRow {
  memberId?: string;
  externalId?: string;
  points: number;
  note?: string;
  memberNote?: string;
  reference?: string;
}

export const rowFaults = [
  "BROKEN_ROW",
  "NO_MEMBER",
  "TWO_MEMBERS",
  "MEMBER_ID_INVALID",
  "EXTERNAL_ID_INVALID",
  "POINTS_MISSING",
  "POINTS_FULL_WIDTH",
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
  /** The spreadsheet's row number of each of `rows`, the header being row 1. */
  lines: number[];
  rowFaults: { line: number; fault: RowFault; value: string }[];
  /** Columns that mean nothing here. */
  ignored: string[];
}

export const rowsMax = 10_000;
export const bytesMax = 8_000_000;

const outsideId = /^[\x21-\x7e]{1,64}$/;
const insideId = /^[1-9]\d{0,15}$/;
const control = /[\p{Cc}\p{Cs}]/u;
const noteMax = 200;

const nothing = { rows: [], lines: [], rowFaults: [], ignored: [] };

/** UTF-8, or what Chinese spreadsheets save as: GB18030. Null where it is neither. */
export function decodeText(bytes: Uint8Array): string | null {
  for (const encoding of ["utf-8", "gb18030"]) {
    try {
      const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
      return text.includes("\0") ? null : text;
    } catch {
      // The next encoding may fit.
    }
  }
  return null;
}

/** Reads a CSV file of corrections and judges the form of every row before anything is sent. */
export async function readBatchFile(bytes: Uint8Array): Promise<BatchFile> {
  if (bytes.length > bytesMax) return { ...nothing, fault: "TOO_LARGE" };
  const text = decodeText(bytes);
  if (text === null) return { ...nothing, fault: "NOT_TEXT" };
  const { default: papa } = await import("papaparse");
  const parsed = papa.parse<string[]>(text.replace(/^\ufeff/, ""));
  const broken = new Set(
    parsed.errors.flatMap(({ type, row }) => (type === "Quotes" && row !== undefined ? [row] : [])),
  );
  const [header = [], ...records] = parsed.data;
  const { places, ignored, isTwice } = columnsOf(header);
  if (isTwice) return { ...nothing, fault: "COLUMN_TWICE" };
  if (!places.has("points")) return { ...nothing, fault: "NO_POINTS_COLUMN" };
  if (!places.has("memberId") && !places.has("externalId")) {
    return { ...nothing, fault: "NO_MEMBER_COLUMN" };
  }
  const file: BatchFile = { fault: null, rows: [], lines: [], rowFaults: [], ignored };
  for (const [index, cells] of records.entries()) {
    if (cells.every((cell) => cell.trim() === "")) continue;
    const line = index + 2;
    const cell = (column: BatchColumn) => cells[places.get(column) ?? -1]?.trim() ?? "";
    const isBroken = broken.has(index + 1) || cells.length > header.length;
    const found = isBroken ? { fault: "BROKEN_ROW" as const, value: "" } : faultOf(cell);
    if (found) file.rowFaults.push({ line, ...found });
    file.rows.push(rowOf(cell));
    file.lines.push(line);
  }
  if (file.rows.length === 0) return { ...nothing, fault: "NO_ROWS" };
  if (file.rows.length > rowsMax) return { ...nothing, fault: "TOO_MANY_ROWS" };
  return file;
}

type Cell = (column: BatchColumn) => string;

function faultOf(cell: Cell): { fault: RowFault; value: string } | null {
  const [memberId, externalId] = [cell("memberId"), cell("externalId")];
  const [points, note, reference] = [cell("points"), cell("note"), cell("reference")];
  const is = (fault: RowFault, value = "") => ({ fault, value: value.slice(0, 40) });
  if (memberId === "" && externalId === "") return is("NO_MEMBER");
  if (memberId !== "" && externalId !== "") return is("TWO_MEMBERS");
  if (memberId !== "" && !insideId.test(memberId)) return is("MEMBER_ID_INVALID", memberId);
  if (externalId !== "" && !outsideId.test(externalId))
    return is("EXTERNAL_ID_INVALID", externalId);
  if (points === "") return is("POINTS_MISSING");
  if (/[０-９＋－]/.test(points)) return is("POINTS_FULL_WIDTH", points);
  if (!/^[+-]?\d+$/.test(points)) return is("POINTS_NOT_WHOLE", points);
  if (Number(points) === 0) return is("POINTS_ZERO");
  if (Math.abs(Number(points)) > POINTS_MAX) return is("POINTS_TOO_LARGE", points);
  if ([note, cell("memberNote")].some((text) => text.length > noteMax || control.test(text))) {
    return is("NOTE_INVALID");
  }
  if (reference !== "" && !outsideId.test(reference)) return is("REFERENCE_INVALID", reference);
  return null;
}

function rowOf(cell: Cell): BatchInputRow {
  const text = (column: "memberId" | "externalId" | "note" | "memberNote" | "reference") =>
    cell(column) === "" ? {} : { [column]: cell(column) };
  return {
    ...text("memberId"),
    ...text("externalId"),
    points: Number(cell("points")),
    ...text("note"),
    ...text("memberNote"),
    ...text("reference"),
  };
}
