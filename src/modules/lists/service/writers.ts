import { once } from "node:events";
import { Writable } from "node:stream";
import { ByteWriter, parquetWriteRows } from "hyparquet-writer";
import papa from "papaparse";
import { formatDateTime } from "@/i18n/format";
import { guarded } from "@/platform/csv-guard";
import { type Cell, type Kind, moneyText } from "../rules";
import type { FileFormat } from "../schema/files";

/** Files of each format, piece by piece: no more than some thousand rows are held at a time. */

export interface Column {
  key: string;
  title: string;
  kind: Kind;
}

/** As they are kept: moments are text. */
export type KeptRow = readonly Exclude<Cell, Date>[];

export interface Making {
  columns: readonly Column[];
  timeZone: string;
  /** Some hundred or thousand at a time. */
  pages: () => AsyncIterable<readonly KeptRow[]>;
  write: (bytes: Uint8Array) => Promise<void>;
}

const WRITERS: Record<FileFormat, (making: Making) => Promise<void>> = {
  CSV: writeCsv,
  XLSX: writeXlsx,
  PARQUET: writeParquet,
};

export function writeFormat(format: FileFormat, making: Making): Promise<void> {
  return WRITERS[format](making);
}

/** For spreadsheets: nothing in it is taken for a formula, and the mark at the start says that it is UTF-8. */
async function writeCsv({ columns, timeZone, pages, write }: Making): Promise<void> {
  const lines = (rows: (string | number | null)[][]) =>
    Buffer.from(`${papa.unparse(rows.map((row) => row.map(guarded)))}\r\n`);
  await write(Buffer.concat([Buffer.from("\ufeff"), lines([columns.map(({ title }) => title)])]));
  const said = (cell: KeptRow[number], kind: Kind | undefined) => {
    if (cell === null) return null;
    if (kind === "MONEY") return moneyText(Number(cell));
    return kind === "MOMENT" ? formatDateTime(String(cell), timeZone) : cell;
  };
  for await (const rows of pages()) {
    await write(lines(rows.map((row) => row.map((cell, at) => said(cell, columns[at]?.kind)))));
  }
}

const NUMBER_FORMATS: Partial<Record<Kind, string>> = {
  MONEY: "0.00",
  MOMENT: "yyyy-mm-dd hh:mm",
};

/** Text stays text there, whatever it begins with: a formula is another kind of cell. */
async function writeXlsx({ columns, timeZone, pages, write }: Making): Promise<void> {
  // Large, and wanted by nobody else.
  const { default: excel } = await import("exceljs");
  const out = new Outlet(write);
  const book = new excel.stream.xlsx.WorkbookWriter({
    stream: out,
    useSharedStrings: false,
    useStyles: true,
  });
  const sheet = book.addWorksheet("1", { views: [{ state: "frozen", ySplit: 1 }] });
  sheet.columns = columns.map(({ title, kind }) => {
    const numFmt = NUMBER_FORMATS[kind];
    return { header: title, width: 20, ...(numFmt && { style: { numFmt } }) };
  });
  const said = (cell: KeptRow[number], kind: Kind | undefined) => {
    if (cell === null) return null;
    if (kind === "MONEY") return Number(cell) / 100;
    return kind === "MOMENT" ? onTheWall(String(cell), timeZone) : cell;
  };
  for await (const rows of pages()) {
    for (const row of rows) {
      sheet.addRow(row.map((cell, at) => said(cell, columns[at]?.kind))).commit();
    }
    await out.hasTaken();
  }
  sheet.commit();
  await book.commit();
}

/** Spreadsheets know no zones: the day and hour that the shop's clock shows. */
const onTheWall = (instant: string, timeZone: string) =>
  new Date(`${formatDateTime(instant, timeZone).replace(" ", "T")}Z`);

/** Where the zip goes; tells when it has taken what was compressed by now. */
class Outlet extends Writable {
  constructor(private readonly take: (bytes: Uint8Array) => Promise<void>) {
    super({ highWaterMark: 256 * 1024 });
  }

  override _write(chunk: Buffer, _: BufferEncoding, done: (error?: Error | null) => void): void {
    this.take(chunk).then(
      () => done(),
      (error: unknown) => done(error instanceof Error ? error : new Error(String(error))),
    );
  }

  async hasTaken(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    if (this.errored) throw this.errored;
    if (this.writableNeedDrain) await once(this, "drain");
  }
}

/** For machines: columns by their keys, money in minor units, moments as moments. */
async function writeParquet({ columns, pages, write }: Making): Promise<void> {
  const named = columns.map((column) => ({
    ...column,
    name: column.kind === "MONEY" ? `${column.key}Minor` : column.key,
  }));
  const writer = new ByteWriter();
  const flush = () => {
    const bytes = Buffer.from(writer.getBytes());
    writer.index = 0;
    return write(bytes);
  };
  const said = (cell: KeptRow[number], kind: Kind) => {
    if (cell === null) return null;
    if (kind === "TEXT") return String(cell);
    return kind === "MOMENT" ? new Date(cell) : BigInt(cell);
  };
  async function* records() {
    for await (const rows of pages()) {
      for (const row of rows) {
        yield Object.fromEntries(
          named.map(({ name, kind }, at) => [name, said(row[at] ?? null, kind)]),
        );
      }
    }
  }
  const types = { TEXT: "STRING", WHOLE: "INT64", MONEY: "INT64", MOMENT: "TIMESTAMP" } as const;
  await parquetWriteRows({
    writer: Object.assign(writer, { flush, finish: flush }),
    rows: records(),
    columns: named.map(({ name, kind }) => ({ name, type: types[kind], nullable: true })),
    rowGroupSize: 5_000,
  });
}
