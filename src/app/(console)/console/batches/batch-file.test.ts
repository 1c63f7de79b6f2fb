import { describe, expect, it } from "vitest";
import { decodeText, readBatchFile } from "./batch-file";

const utf8 = (text: string) => new TextEncoder().encode(text);
const read = (text: string) => readBatchFile(utf8(text));

describe("a batch file", () => {
  it("is read with a mark at its start, spaces in its header and blank rows", async () => {
    const file = await read("\ufeff externalId , Points ,note\r\nu-1,200,晚到\r\n\r\nu-2,-50,\r\n");
    expect(file).toEqual({
      fault: null,
      rows: [
        { externalId: "u-1", points: 200, note: "晚到" },
        { externalId: "u-2", points: -50 },
      ],
      lines: [2, 4],
      rowFaults: [],
      ignored: [],
    });
  });

  it("takes Chinese column names, and says which columns it does not know", async () => {
    const file = await read("会员编号,积分,姓名\n7,+10,林\n");
    expect(file.rows).toEqual([{ memberId: "7", points: 10 }]);
    expect(file.ignored).toEqual(["姓名"]);
  });

  it("reads what Chinese spreadsheets save", () => {
    expect(decodeText(new Uint8Array([0xbb, 0xfd, 0xb7, 0xd6]))).toBe("积分");
    expect(decodeText(new Uint8Array([0xff, 0xfe, 0x00, 0x01]))).toBeNull();
  });

  it.each([
    [",5,,", "NO_MEMBER"],
    ["u 1,5,,", "EXTERNAL_ID_INVALID"],
    ["u-1,,,", "POINTS_MISSING"],
    ["u-1,１００,,", "POINTS_FULL_WIDTH"],
    ["u-1,1.5,,", "POINTS_NOT_WHOLE"],
    ['u-1,"1,000",,', "POINTS_NOT_WHOLE"],
    ["u-1,0,,", "POINTS_ZERO"],
    ["u-1,1000000001,,", "POINTS_TOO_LARGE"],
    [`u-1,5,${"长".repeat(201)},`, "NOTE_INVALID"],
    ["u-1,5,,a b", "REFERENCE_INVALID"],
    ["u-1,5,,,,", "BROKEN_ROW"],
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

  it("refuses more than eight megabytes unread", async () => {
    expect(await readBatchFile(new Uint8Array(8_000_001))).toMatchObject({ fault: "TOO_LARGE" });
  });

  it("takes words for the member beside the note for staff", async () => {
    const text = "externalId,points,note,给会员的话\nu-1,5,complained,Sorry\nu-2,5,,\n";
    const { rows, rowFaults } = await readBatchFile(new TextEncoder().encode(text));
    expect(rowFaults).toEqual([]);
    expect(rows).toEqual([
      { externalId: "u-1", points: 5, note: "complained", memberNote: "Sorry" },
      { externalId: "u-2", points: 5 },
    ]);
    const long = `externalId,points,memberNote\nu-1,5,${"x".repeat(201)}\n`;
    const faulty = await readBatchFile(new TextEncoder().encode(long));
    expect(faulty.rowFaults).toMatchObject([{ fault: "NOTE_INVALID" }]);
  });
});
