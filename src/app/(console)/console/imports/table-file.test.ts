import { deflateRawSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { likelyMapping, mappingFault, rowOf } from "./column-names";
import { readTableFile } from "./table-file";

const file = (bytes: Buffer | string) => new File([new Uint8Array(Buffer.from(bytes))], "f");

/** A ZIP file of some parts, as far as readers look at it. */
function zipped(parts: Record<string, string>, flags = 0): Buffer {
  const bodies: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const [name, text] of Object.entries(parts)) {
    const packed = deflateRawSync(Buffer.from(text));
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(name.length, 26);
    const central = Buffer.alloc(46);
    central.writeUInt32LE(0x02014b50, 0);
    central.writeUInt16LE(flags, 8);
    central.writeUInt16LE(8, 10);
    central.writeUInt32LE(packed.length, 20);
    central.writeUInt16LE(name.length, 28);
    central.writeUInt32LE(at, 42);
    bodies.push(local, Buffer.from(name), packed);
    directory.push(central, Buffer.from(name));
    at += 30 + name.length + packed.length;
  }
  const entries = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(Object.keys(parts).length, 10);
  end.writeUInt32LE(entries.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...bodies, entries, end]);
}

const RELATIONS = `<Relationships><Relationship Target="worksheets/sheet1.xml" Id="rId7"/></Relationships>`;

const workbook = (rows: string, shared = "", properties = "") => ({
  "xl/workbook.xml": `<workbook>${properties}<sheets><sheet name="A" sheetId="1" r:id="rId7"/></sheets></workbook>`,
  "xl/_rels/workbook.xml.rels": RELATIONS,
  "xl/sharedStrings.xml": `<sst>${shared}</sst>`,
  "xl/worksheets/sheet1.xml": `<worksheet><sheetData>${rows}</sheetData></worksheet>`,
});

describe("a workbook", () => {
  it("is read by its first sheet, whatever its cells are written as", async () => {
    const shared =
      "<si><t>商城账号</t></si><si><r><t>积</t></r><r><t>分</t></r><rPh><t>ji</t></rPh></si><si><t xml:space='preserve'>A&amp;B </t></si>";
    const rows = `<row r="2"><c r="A2" t="s"><v>0</v></c><c r="C2" t="s"><v>1</v></c></row>
      <row r="4"><c r="A4" t="inlineStr"><is><t>u-1</t></is></c><c r="B4" t="s"><v>2</v></c><c r="C4"><f>1+1</f><v>1.2E3</v></c></row>
      <row r="5"/><row r="6"><c r="A6"><v>1.2345678901234568E+17</v></c><c r="C6" t="str"><v>=1</v></c></row>`;
    const read = await readTableFile(file(zipped(workbook(rows, shared))));
    expect(read).toMatchObject({ fault: null, header: ["商城账号", "", "积分"] });
    expect(read.rows).toEqual([
      { line: 4, cells: ["u-1", "A&B", "1200"] },
      { line: 6, cells: ["1.2345678901234568E+17 ≈", "", "=1"] },
    ]);
  });

  it("of a hundred thousand rows streams by", async () => {
    const rows = Array.from(
      { length: 100_000 },
      (_, at) => `<row r="${at + 1}"><c r="A${at + 1}"><v>${at}</v></c></row>`,
    );
    const read = await readTableFile(file(zipped(workbook(rows.join("")))));
    expect([read.rows.length, read.rows.at(-1)]).toEqual([
      99_999,
      { line: 100_000, cells: ["99999"] },
    ]);
  });

  it.each([
    ["is none", Buffer.from("PK and nothing else"), "NOT_A_WORKBOOK"],
    ["is a ZIP of something else", zipped({ "a.txt": "a" }), "NOT_A_WORKBOOK"],
    ["has a password", zipped(workbook(""), 1), "ENCRYPTED"],
    ["counts from 1904", zipped(workbook("", "", '<workbookPr date1904="1"/>')), "DATES_FROM_1904"],
    [
      "has no end",
      zipped(workbook(`<row r="1"><c><v>${"9".repeat(5_000_000)}`)),
      "UNPACKS_TOO_LARGE",
    ],
    ["has no rows", zipped(workbook("")), "NO_ROWS"],
  ])("that %s is not believed", async (_, bytes, fault) => {
    expect((await readTableFile(file(bytes))).fault).toBe(fault);
  });
});

describe("a text file", () => {
  it.each([
    ["commas in UTF-8", Buffer.from('\ufeff账号,积分\nu-1,"1,200"\n'), "utf-8", ","],
    ["semicolons", Buffer.from("账号;积分\nu-1;1,200\n"), "utf-8", ";"],
    ["tabs in UTF-16", Buffer.from("\ufeff账号\t积分\nu-1\t1,200\n", "utf16le"), "utf-16le", "\t"],
    [
      "commas in GB18030",
      Buffer.concat([Buffer.from([0xd5, 0xcb, 0xba, 0xc5]), Buffer.from(',x\nu-1,"1,200"\n')]),
      "gb18030",
      ",",
    ],
  ])("of %s says how it was read", async (_, bytes, encoding, delimiter) => {
    const read = await readTableFile(file(bytes));
    expect(read).toMatchObject({ fault: null, encoding: { name: encoding }, delimiter });
    expect(read.rows).toEqual([{ line: 2, cells: ["u-1", "1,200"] }]);
    expect(read.header[0]).toBe("账号");
  });

  it("is read as somebody says who knows better", async () => {
    const read = await readTableFile(file("a|b,c\n1|2,3\n"), { delimiter: "|" });
    expect(read.rows).toEqual([{ line: 2, cells: ["1", "2,3"] }]);
  });

  it("keeps no more columns than any file needs", async () => {
    const wide = Array.from({ length: 3000 }, (_, at) => `c${at}`).join(",");
    expect((await readTableFile(file(`${wide}\n${wide}\n`))).header).toHaveLength(200);
  });
});

describe("what columns mean", () => {
  const header = ["用户ID", "手机号", "积分", "积分", "备注"];

  it("is guessed by their names, and by how they were last mapped", () => {
    expect(likelyMapping("MEMBERS", header)).toEqual({
      用户ID: "externalId",
      手机号: "phone",
      积分: "points",
    });
    const remembered = likelyMapping("MEMBERS", header, { 备注: "nickname" });
    expect(remembered).toMatchObject({ 备注: "nickname" });
    expect(likelyMapping("ORDERS", header)).not.toHaveProperty("积分");
  });

  it("is not enough without a name, or what its kind needs", () => {
    expect(mappingFault("MEMBERS", { 积分: "points" })).toBe("NO_NAME");
    expect(mappingFault("LOTS", { id: "externalId", 积分: "points" })).toBe("pointsEndOn");
    expect(mappingFault("MEMBERS", { 手机号: "phone" })).toBeNull();
  });

  it("puts each cell where it belongs", () => {
    const mapping = likelyMapping("MEMBERS", header);
    const row = rowOf(header, mapping, { line: 3, cells: ["u-1", "", "5", "6", "vip"] });
    expect(row).toEqual({ line: 3, externalId: "u-1", points: "5" });
  });
});
