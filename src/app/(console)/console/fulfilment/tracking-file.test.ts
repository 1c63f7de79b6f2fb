import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readTrackingFile } from "./tracking-file";

const read = (text: string) => readTrackingFile(new TextEncoder().encode(text));

describe("a file of tracking numbers", () => {
  it("is the download, filled in, in either language", async () => {
    for (const header of [
      "兑换单,地址版本,快递公司,运单号",
      "Redemption,Address version,Carrier,Tracking number",
    ]) {
      const file = await read(`\ufeff${header}\n12,2,顺丰,SF1400203088812\n13,1,,\n`);
      expect(file).toEqual({
        ...{ fault: null, faults: [], left: 1 },
        rows: [
          {
            ...{ line: 2, redemptionId: "12", carrier: "顺丰", trackingCode: "SF1400203088812" },
            addressRevision: 2,
          },
        ],
      });
    }
  });

  it("may have no revisions, another delimiter, and cells that are marked as text", async () => {
    const file = await read("redemptionId;carrier;trackingCode\n#7;SF;'78123456789012\n");
    expect(file.rows).toEqual([
      { line: 2, redemptionId: "7", carrier: "SF", trackingCode: "78123456789012" },
    ]);
  });

  it("says of each row what is wrong with it", async () => {
    const rows = ["x,SF,1", "1,,SF2", "2,SF,1.4E+14", "3,SF,SF3", "3,SF,SF4"];
    const file = await read(["redemptionId,carrier,trackingCode", ...rows].join("\n"));
    expect(file.faults.map(({ line, fault }) => [line, fault])).toEqual([
      [2, "NUMBER_INVALID"],
      [3, "CARRIER_MISSING"],
      [4, "TRACKING_INVALID"],
      [6, "TWICE"],
    ]);
    expect(file.rows).toHaveLength(1);
  });

  it.each([
    ["", "NO_COLUMNS"],
    ["a,b\n1,2", "NO_COLUMNS"],
    ["redemptionId,carrier,trackingCode\n1,SF,\n", "NO_ROWS"],
    ["\u0001\u0002", "NOT_TEXT"],
  ])("as a whole: %j is %s", async (text, fault) => {
    expect((await read(text)).fault).toBe(fault);
  });

  it("is read or refused whatever is in it", async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ maxLength: 200 }), async (text) => {
        const { rows, faults } = await read(`redemptionId,carrier,trackingCode\n${text}`);
        expect(rows.length + faults.length).toBeLessThanOrEqual(text.split(/\r|\n/).length);
      }),
      { numRuns: 60 },
    );
  });
});
