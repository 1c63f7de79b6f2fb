import { describe, expect, it } from "vitest";
import { changesBetween } from "./changes-between";

describe("what an audit row says is different", () => {
  it("names what changed and nothing else", () => {
    expect(changesBetween({ available: 3, owed: 0 }, { available: 10, owed: 0 })).toEqual([
      { key: "available", before: 3, after: 10 },
    ]);
  });

  it("has everything where there was nothing, and nothing where nothing is told", () => {
    expect(changesBetween(null, { status: "DONE" })).toEqual([
      { key: "status", before: undefined, after: "DONE" },
    ]);
    expect(changesBetween(null, null)).toEqual([]);
  });

  it("finds one figure in a ladder, wherever its rung stands", () => {
    const rung = (code: string, thresholdMinor: number) => ({ code, thresholdMinor });
    const before = [rung("REGISTERED", 0), rung("GOLD", 500_000)];
    const after = [rung("REGISTERED", 0), rung("SILVER", 200_000), rung("GOLD", 450_000)];
    expect(changesBetween(before, after)).toEqual([
      { key: "GOLD.thresholdMinor", before: 500_000, after: 450_000 },
      { key: "SILVER.code", before: undefined, after: "SILVER" },
      { key: "SILVER.thresholdMinor", before: undefined, after: 200_000 },
    ]);
  });

  it("shows a list of plain values as one", () => {
    expect(changesBetween({ tiers: ["GOLD"] }, { tiers: ["GOLD", "DIAMOND"] })).toEqual([
      { key: "tiers", before: ["GOLD"], after: ["GOLD", "DIAMOND"] },
    ]);
  });

  it("leaves out what was never filled in, and the id", () => {
    const made = { id: "18", name: "香囊", image: null, description: "", tiers: [] };
    expect(changesBetween(undefined, made)).toEqual([
      { key: "name", before: undefined, after: "香囊" },
    ]);
    expect(changesBetween(made, { ...made, id: undefined, image: "/a.svg" })).toEqual([
      { key: "image", before: null, after: "/a.svg" },
    ]);
  });
});
