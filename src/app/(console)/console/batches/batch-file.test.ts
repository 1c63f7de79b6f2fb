import papa from "papaparse";
import { describe, expect, it } from "vitest";
import { guarded } from "@/platform/csv-guard";
import { templateRows } from "./batch-columns";
import { readBatchFile } from "./batch-file";

const utf8 = (text: string) => new TextEncoder().encode(text);
const read = (text: string) => readBatchFile(utf8(text));

describe("a batch file", () => {
  it("is read with a mark at its start, spaces in its header and blank rows", async () => {
    const file = await read("\ufeff externalId , Points ,note\r\nu-1,200,晚到\r\n\r\nu-2,-50,\r\n");
    expect(file).toEqual({
      fault: null,
      rows: [
        { externalId: "u-1", points: 200, note: "晚到", line: 2 },
        { externalId: "u-2", points: -50, line: 4 },
      ],
      rowFaults: [],
      ignored: [],
      encoding: { name: "utf-8", isAssumed: false },
      preview: [
        [" externalId ", " Points ", "note"],
        ["u-1", "200", "晚到"],
        ["u-2", "-50", ""],
      ],
    });
  });

  it("takes Chinese column names, and says which columns it does not know", async () => {
    const file = await read("会员编号,积分,姓名\n7,+10,林\n");
    expect(file.rows).toEqual([{ memberId: "7", points: 10, line: 2 }]);
    expect(file.ignored).toEqual(["姓名"]);
  });

  it("takes the template that the console gives", async () => {
    const text = papa.unparse(templateRows.map((row) => row.map(guarded)));
    expect(await read(`\ufeff${text}`)).toMatchObject({
      fault: null,
      rowFaults: [],
      rows: [
        { externalId: "u-1001", points: 200, line: 2 },
        { externalId: "u-1002", points: -50, line: 3 },
      ],
    });
  });

  it("takes a template of a release before, with its number marked as text", async () => {
    const file = await read("externalId,points,note\nu-1,'-50,'=1+1\n");
    expect(file.rows).toEqual([{ externalId: "u-1", points: -50, note: "=1+1", line: 2 }]);
  });

  it.each([
    ["externalId;points\nu-1;5\n", "one row and semicolons"],
    ["externalId;points;note\nu-1;5;a,b,c,d,e\n", "commas in a note"],
    ["externalId\tpoints\nu-1\t5\n", "tabs"],
    ["externalId|points\nu-1|5", "bars"],
    ["sep=;\nexternalId;points\nu-1;5\n", "Excel's own line"],
    ["商城账号，积分\nu-1，5\n", "full-width commas"],
    ['"externalId";"points"\n"u-1";"5"\n', "quotes"],
    ["\n\nexternalId,points\nu-1,5\n", "empty lines first"],
  ])("finds by the header what parts the cells: %j, %s", async (text) => {
    const file = await read(text);
    expect(file).toMatchObject({ fault: null, rows: [{ externalId: "u-1", points: 5 }] });
    const line = text.split("\n").findIndex((one) => one.includes("u-1")) + 1;
    expect(file.rows[0]?.line).toBe(line);
  });

  it("says in what it was read, and shows its first rows", async () => {
    const head = [...utf8("externalId,points,note\nu-1,5,")];
    const chinese = await readBatchFile(Uint8Array.from([...head, 0xd5, 0xc5, 0xce, 0xb0]));
    expect(chinese.encoding).toEqual({ name: "gb18030", isAssumed: true });
    expect(chinese.preview[1]).toEqual(["u-1", "5", "张伟"]);
    const bytes = Uint8Array.from([...head, 0x4d, 0xfc, 0x6c, 0x6c, 0x65, 0x72]);
    const western = await readBatchFile(bytes);
    expect(western.encoding).toEqual({ name: "windows-1252", isAssumed: true });
    expect(western.rows[0]?.note).toBe("Müller");
    expect((await readBatchFile(bytes, "gb18030")).rows[0]?.note).toBe("M黮ler");
    expect(await readBatchFile(bytes, "utf-8")).toMatchObject({ fault: "NOT_TEXT", rows: [] });
  });

  it.each([
    ["１００", 100],
    ['"1,000"', 1000],
    ['"1，000"', 1000],
    ["1 000", 1000],
    ["−50", -50],
    ["－５０", -50],
    ["50.00", 50],
    ["\u202d-50\u202c", -50],
    [" +7 ", 7],
  ])("takes %s for %i points", async (cell, points) => {
    const file = await read(`externalId,points,note\nu-1,${cell},x\n`);
    expect(file).toMatchObject({ rowFaults: [], rows: [{ points }] });
  });

  it("takes ids as people paste them", async () => {
    const file = await read("externalId,points\n\u200bｕ－１\u00a0,5\n");
    expect(file).toMatchObject({ rowFaults: [], rows: [{ externalId: "u-1" }] });
  });

  it.each([
    [",5,,", "NO_MEMBER"],
    ["u 1,5,,", "EXTERNAL_ID_INVALID"],
    ["u-1,,,", "POINTS_MISSING"],
    ["u-1,1.5,,", "POINTS_NOT_WHOLE"],
    ['u-1,"1,5",,', "POINTS_NOT_WHOLE"],
    ["u-1,五十,,", "POINTS_NOT_WHOLE"],
    ["u-1,0,,", "POINTS_ZERO"],
    ["u-1,1000000001,,", "POINTS_TOO_LARGE"],
    [`u-1,5,${"长".repeat(201)},`, "NOTE_INVALID"],
    ["u-1,5,,a b", "REFERENCE_INVALID"],
    ["u-1,5,,,,x", "BROKEN_ROW"],
    ['u-1,5,"open', "BROKEN_ROW"],
  ])("names the row and the fault of %s", async (row, fault) => {
    const file = await read(`externalId,points,note,reference\nu-0,1,,\n${row}\n`);
    expect(file.rowFaults).toMatchObject([{ line: 3, fault }]);
  });

  it("refuses a row that names a member in two ways", async () => {
    const file = await read("memberId,externalId,points\n1,u-1,5\n");
    expect(file.rowFaults).toMatchObject([{ line: 2, fault: "TWO_MEMBERS" }]);
  });

  it.each([
    ["externalId,note\nu-1,x\n", "NO_POINTS_COLUMN"],
    ["points\n5\n", "NO_MEMBER_COLUMN"],
    ["externalId,points,积分\nu-1,5,5\n", "COLUMN_TWICE"],
    ["externalId,points\n\n", "NO_ROWS"],
    [`externalId,points\n${"u-1,5\n".repeat(10_001)}`, "TOO_MANY_ROWS"],
  ])("refuses the file as a whole %#", async (text, fault) => {
    expect(await read(text)).toMatchObject({ fault, rows: [] });
  });

  it("is read in a moment, though a cell has a hundred thousand marks", async () => {
    const began = performance.now();
    const file = await read(
      `externalId,points,note\nu-1,5,\nu${"\u0301\u0323".repeat(100_000)},5,\n`,
    );
    expect(performance.now() - began).toBeLessThan(2000);
    expect(file.rows[0]).toMatchObject({ externalId: "u-1", points: 5 });
    expect(file.rowFaults).toEqual([{ line: 3, fault: "BROKEN_ROW", value: "" }]);
  });

  it("refuses more than eight megabytes unread", async () => {
    expect(await readBatchFile(new Uint8Array(8_000_001))).toMatchObject({ fault: "TOO_LARGE" });
  });

  it("takes words for the member beside the note for staff", async () => {
    const text = "externalId,points,note,给会员的话\nu-1,5,complained,Sorry\nu-2,5,,\n";
    const { rows, rowFaults } = await readBatchFile(new TextEncoder().encode(text));
    expect(rowFaults).toEqual([]);
    expect(rows).toEqual([
      { externalId: "u-1", points: 5, note: "complained", memberNote: "Sorry", line: 2 },
      { externalId: "u-2", points: 5, line: 3 },
    ]);
    const long = `externalId,points,memberNote\nu-1,5,${"x".repeat(201)}\n`;
    const faulty = await readBatchFile(new TextEncoder().encode(long));
    expect(faulty.rowFaults).toMatchObject([{ fault: "NOTE_INVALID" }]);
  });
});
