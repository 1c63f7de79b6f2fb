/**
 * Reads the first sheet of a workbook as it streams by: neither the sheet nor what it is unpacked from is
 * ever held whole, and what unpacks to more than any such file has is given up.
 */

export type WorkbookFault =
  | "NOT_A_WORKBOOK"
  | "ENCRYPTED"
  | "UNPACKS_TOO_LARGE"
  | "DATES_FROM_1904";

export class Unusable extends Error {
  constructor(readonly fault: WorkbookFault) {
    super(fault);
  }
}

/** Of all parts together that are unpacked: a sheet of a million rows has some 500 MB. */
const UNPACKED_MAX = 800_000_000;
/** The end of a directory, with the longest comment behind it. */
const TAIL_MAX = 65_557;
const ENTRIES_MAX = 10_000;

interface Entry {
  name: string;
  method: number;
  packedBytes: number;
  at: number;
}

const END = 0x06054b50;
const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;

async function viewOf(blob: Blob): Promise<DataView> {
  return new DataView(await blob.arrayBuffer());
}

/** The directory at the end of a ZIP file, by name. */
async function entriesOf(file: Blob): Promise<Map<string, Entry>> {
  const tail = await viewOf(file.slice(Math.max(0, file.size - TAIL_MAX)));
  let end = tail.byteLength - 22;
  while (end >= 0 && tail.getUint32(end, true) !== END) end -= 1;
  if (end < 0) throw new Unusable("NOT_A_WORKBOOK");
  const [count, bytes, at] = [
    tail.getUint16(end + 10, true),
    tail.getUint32(end + 12, true),
    tail.getUint32(end + 16, true),
  ];
  if (count > ENTRIES_MAX || at + bytes > file.size) throw new Unusable("NOT_A_WORKBOOK");
  const directory = await viewOf(file.slice(at, at + bytes));
  const entries = new Map<string, Entry>();
  for (let place = 0; place + 46 <= bytes; ) {
    if (directory.getUint32(place, true) !== CENTRAL) throw new Unusable("NOT_A_WORKBOOK");
    const u16 = (offset: number) => directory.getUint16(place + offset, true);
    const [nameBytes, extra, comment] = [u16(28), u16(30), u16(32)];
    const name = new TextDecoder().decode(
      new Uint8Array(directory.buffer, place + 46, Math.min(nameBytes, bytes - place - 46)),
    );
    if (u16(8) & 1) throw new Unusable("ENCRYPTED");
    const [packedBytes, local] = [
      directory.getUint32(place + 20, true),
      directory.getUint32(place + 42, true),
    ];
    entries.set(name.replace(/^\//, ""), { name, method: u16(10), packedBytes, at: local });
    place += 46 + nameBytes + extra + comment;
  }
  return entries;
}

class Workbook {
  private unpacked = 0;

  constructor(
    private readonly file: Blob,
    private readonly entries: ReadonlyMap<string, Entry>,
  ) {}

  has(name: string): boolean {
    return this.entries.has(name);
  }

  /** The text of a part, piece by piece. */
  async *pieces(name: string): AsyncGenerator<string> {
    const entry = this.entries.get(name);
    if (!entry || (entry.method !== 0 && entry.method !== 8)) throw new Unusable("NOT_A_WORKBOOK");
    const head = await viewOf(this.file.slice(entry.at, entry.at + 30));
    if (head.byteLength < 30 || head.getUint32(0, true) !== LOCAL) {
      throw new Unusable("NOT_A_WORKBOOK");
    }
    const from = entry.at + 30 + head.getUint16(26, true) + head.getUint16(28, true);
    const packed = this.file.slice(from, from + entry.packedBytes).stream();
    const bytes =
      entry.method === 0 ? packed : packed.pipeThrough(new DecompressionStream("deflate-raw"));
    const decoder = new TextDecoder();
    const reader = bytes.getReader();
    try {
      for (;;) {
        const { done, value } = await reader.read();
        if (done) break;
        this.unpacked += value.byteLength;
        if (this.unpacked > UNPACKED_MAX) throw new Unusable("UNPACKS_TOO_LARGE");
        yield decoder.decode(value, { stream: true });
      }
    } catch (error) {
      throw error instanceof Unusable ? error : new Unusable("NOT_A_WORKBOOK");
    } finally {
      void reader.cancel().catch(() => undefined);
    }
  }

  async text(name: string): Promise<string> {
    const all: string[] = [];
    for await (const piece of this.pieces(name)) all.push(piece);
    return all.join("");
  }

  /** Every element of a name, whole. One that is longer than any has is given up. */
  async *elements(part: string, tag: string): AsyncGenerator<string> {
    const whole = new RegExp(
      `<(?:\\w+:)?${tag}(?:\\s[^>]*?)?(?:/>|>[\\s\\S]*?</(?:\\w+:)?${tag}>)`,
      "g",
    );
    let rest = "";
    for await (const piece of this.pieces(part)) {
      rest += piece;
      let from = 0;
      for (const [element] of matches(whole, rest)) {
        yield element;
        from = whole.lastIndex;
      }
      rest = rest.slice(from);
      if (rest.length > ELEMENT_MAX) throw new Unusable("UNPACKS_TOO_LARGE");
    }
  }
}

const ELEMENT_MAX = 4_000_000;

/** One after the other, with the place behind the last one left in the expression. */
function* matches(expression: RegExp, text: string): Generator<RegExpExecArray> {
  let place = 0;
  for (;;) {
    expression.lastIndex = place;
    const found = expression.exec(text);
    if (!found) break;
    place = expression.lastIndex;
    yield found;
    expression.lastIndex = place;
  }
  expression.lastIndex = place;
}

const ENTITIES: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

function plain(xml: string): string {
  return xml
    .replace(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(amp|lt|gt|quot|apos));/gi, (_, hex, dec, name) => {
      if (name) return ENTITIES[name.toLowerCase()] ?? "";
      const code = hex ? Number.parseInt(hex, 16) : Number(dec);
      return code <= 0x10ffff ? String.fromCodePoint(code) : "";
    })
    .replace(/_x([0-9a-f]{4})_/gi, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)));
}

/** All text of an item, without how it is read aloud. */
function textIn(xml: string): string {
  const said = xml.replace(/<(?:\w+:)?rPh\b[\s\S]*?<\/(?:\w+:)?rPh>/g, "");
  const parts = said.matchAll(/<(?:\w+:)?t(?:\s[^>]*)?>([\s\S]*?)<\/(?:\w+:)?t>/g);
  return [...parts].map(([, text = ""]) => plain(text)).join("");
}

/** Whole up to here; what is longer was rounded, and is marked so that nobody takes it for an id. */
const WHOLE_MAX = 999_999_999_999_999;

function numberText(value: string): string {
  if (!/e/i.test(value)) return value;
  const number = Number(value);
  if (!Number.isFinite(number)) return value;
  return Number.isInteger(number) && Math.abs(number) <= WHOLE_MAX ? String(number) : `${value} ≈`;
}

const attribute = (element: string, name: string) =>
  new RegExp(`\\s${name}="([^"]*)"`).exec(element.slice(0, element.indexOf(">") + 1))?.[1];

/** "AB12" → 27 */
function columnOf(reference: string): number {
  let column = 0;
  for (const letter of /^[A-Z]{1,3}/.exec(reference)?.[0] ?? "") {
    column = column * 26 + letter.charCodeAt(0) - 64;
  }
  return column - 1;
}

const CELL = /<(?:\w+:)?c(?:\s[^>]*?)?(?:\/>|>[\s\S]*?<\/(?:\w+:)?c>)/g;

function cellsOf(row: string, texts: readonly string[], columnsMax: number): string[] {
  const cells: string[] = [];
  for (const [cell] of row.matchAll(CELL)) {
    const reference = attribute(cell, "r");
    const column = reference === undefined ? cells.length : columnOf(reference);
    if (column < 0 || column >= columnsMax) continue;
    while (cells.length < column) cells.push("");
    cells[column] = textOfCell(cell, texts);
  }
  return cells;
}

/** Of a formula what it came to when the file was saved. */
function textOfCell(cell: string, texts: readonly string[]): string {
  const type = attribute(cell, "t");
  if (type === "inlineStr") return textIn(cell);
  const [, value = ""] = /<(?:\w+:)?v(?:\s[^>]*)?>([\s\S]*?)<\/(?:\w+:)?v>/.exec(cell) ?? [];
  if (type === "s") return texts[Number(value)] ?? "";
  return type === undefined || type === "n" ? numberText(value) : plain(value);
}

/** Where the first sheet of a workbook is. */
async function firstSheet(book: Workbook): Promise<string> {
  if (!book.has("xl/workbook.xml")) throw new Unusable("NOT_A_WORKBOOK");
  const workbook = await book.text("xl/workbook.xml");
  if (/<(?:\w+:)?workbookPr\s[^>]*date1904="(?:1|true)"/.test(workbook)) {
    throw new Unusable("DATES_FROM_1904");
  }
  const [, id] = /<(?:\w+:)?sheet\s[^>]*\s(?:\w+:)?id="([^"]*)"/.exec(workbook) ?? [];
  const relations = await book.text("xl/_rels/workbook.xml.rels");
  for (const [relation] of relations.matchAll(/<(?:\w+:)?Relationship\s[^>]*>/g)) {
    if (attribute(relation, "Id") !== id) continue;
    const target = plain(attribute(relation, "Target") ?? "");
    return target.startsWith("/") ? target.slice(1) : `xl/${target}`;
  }
  throw new Unusable("NOT_A_WORKBOOK");
}

/**
 * The rows of the first sheet, each with the number that the spreadsheet shows.
 *
 * @throws Unusable
 */
export async function* sheetRows(
  file: Blob,
  columnsMax: number,
): AsyncGenerator<{ line: number; cells: string[] }> {
  const book = new Workbook(file, await entriesOf(file));
  const sheet = await firstSheet(book);
  const shared: string[] = [];
  if (book.has("xl/sharedStrings.xml")) {
    for await (const item of book.elements("xl/sharedStrings.xml", "si")) shared.push(textIn(item));
  }
  let line = 0;
  for await (const row of book.elements(sheet, "row")) {
    line = Number(attribute(row, "r") ?? line + 1);
    yield { line, cells: cellsOf(row, shared, columnsMax) };
  }
}
