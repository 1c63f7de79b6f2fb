import { TRACKING_MAX } from "@/modules/rewards/schema/carriers";
import { unguarded } from "@/platform/csv-guard";
import { plainText } from "@/platform/pasted";
import { decodeText } from "../batches/batch-text";

/** A row of the uploaded file that names a parcel and its number. */
export interface TrackingRow {
  /** Where it stands in the file, the header being 1. */
  line: number;
  redemptionId: string;
  carrier: string;
  trackingCode: string;
  addressRevision?: number;
}

export const trackingRowFaults = [
  "NUMBER_INVALID",
  "CARRIER_MISSING",
  "TRACKING_INVALID",
  "TWICE",
] as const;
export type TrackingRowFault = (typeof trackingRowFaults)[number];

export const trackingFileFaults = [
  "TOO_LARGE",
  "NOT_TEXT",
  "NO_COLUMNS",
  "NO_ROWS",
  "TOO_MANY",
] as const;
export type TrackingFileFault = (typeof trackingFileFaults)[number];

export interface TrackingFile {
  /** What is wrong with the file as a whole; then there are no rows. */
  fault: TrackingFileFault | null;
  rows: TrackingRow[];
  faults: { line: number; fault: TrackingRowFault; value: string }[];
  /** Rows without a tracking number: of a download that is half filled in. */
  left: number;
}

export const TRACKING_ROWS_MAX = 5_000;
const BYTES_MAX = 2_000_000;

/** The names that the download gives its columns, in every language, and the API’s own. */
const NAMES = {
  redemptionId: ["兑换单", "兑换单号", "redemption", "redemptionid", "redemption id"],
  carrier: ["快递公司", "carrier"],
  trackingCode: ["运单号", "快递单号", "tracking number", "trackingcode", "tracking code"],
  addressRevision: ["地址版本", "address version", "addressrevision"],
} as const;
type Column = keyof typeof NAMES;

const columns = Object.keys(NAMES) as Column[];
const named = (cell: string, column: Column) =>
  (NAMES[column] as readonly string[]).includes(plainText(unguarded(cell)).toLowerCase());

const nothing = { rows: [], faults: [], left: 0 };

/** Reads the tracking numbers of a CSV file and judges the form of every row before anything is sent. */
export async function readTrackingFile(bytes: Uint8Array): Promise<TrackingFile> {
  if (bytes.length > BYTES_MAX) return { ...nothing, fault: "TOO_LARGE" };
  const text = decodeText(bytes)?.text.replace(/^\ufeff/, "");
  if (text === undefined) return { ...nothing, fault: "NOT_TEXT" };
  const { default: papa } = await import("papaparse");
  const [header = [], ...records] = papa.parse<string[]>(text).data;
  const places = new Map(
    columns.map((column) => [column, header.findIndex((cell) => named(cell, column))]),
  );
  const isWhole = ["redemptionId", "carrier", "trackingCode"].every(
    (column) => (places.get(column as Column) ?? -1) >= 0,
  );
  if (!isWhole) return { ...nothing, fault: "NO_COLUMNS" };
  if (records.length > TRACKING_ROWS_MAX) return { ...nothing, fault: "TOO_MANY" };
  const file: TrackingFile = { fault: null, rows: [], faults: [], left: 0 };
  const seen = new Set<string>();
  records.forEach((cells, index) => {
    const cell = (column: Column) =>
      plainText(unguarded((cells[places.get(column) ?? -1] ?? "").slice(0, 200)))
        // By which people tell a spreadsheet that a long number is text.
        .replace(/^'/, "");
    if (cells.every((one) => one.trim() === "")) return;
    if (cell("trackingCode") === "") {
      file.left += 1;
      return;
    }
    const line = index + 2;
    const read = readRow(seen, line, cell);
    if ("fault" in read) file.faults.push({ line, ...read, value: read.value.slice(0, 40) });
    else file.rows.push(read);
  });
  if (file.rows.length + file.faults.length === 0) return { ...file, fault: "NO_ROWS" };
  return file;
}

function readRow(
  seen: Set<string>,
  line: number,
  cell: (column: Column) => string,
): TrackingRow | { fault: TrackingRowFault; value: string } {
  const [, redemptionId] = /^#?([1-9]\d{0,14})$/.exec(cell("redemptionId")) ?? [];
  const [carrier, trackingCode] = [cell("carrier"), cell("trackingCode")];
  const revision = cell("addressRevision");
  const is = (fault: TrackingRowFault, value: string) => ({ fault, value });
  if (redemptionId === undefined) return is("NUMBER_INVALID", cell("redemptionId"));
  if (seen.has(redemptionId)) return is("TWICE", redemptionId);
  seen.add(redemptionId);
  if (carrier === "" || carrier.length > 64) return is("CARRIER_MISSING", carrier);
  // What a spreadsheet made of a long number is no number any more: 1.4E+14.
  const isOne = /^[\x20-\x7e]+$/.test(trackingCode) && !/^\d(\.\d+)?E\+\d+$/i.test(trackingCode);
  if (!isOne || trackingCode.length > TRACKING_MAX) return is("TRACKING_INVALID", trackingCode);
  const packed = /^[1-9]\d{0,6}$/.test(revision) ? { addressRevision: Number(revision) } : {};
  return { line, redemptionId, carrier, trackingCode, ...packed };
}
