import { describe, expect, it } from "vitest";
import { partsChanged } from "@/modules/tiers/rules/parts";
import { partOf } from "./part";

describe("a part of the program in a request", () => {
  it.each([
    [
      { ladder: [{ code: "GOLD", thresholdMinor: 5 }] },
      { ladder: [{ code: "GOLD", thresholdMinor: 4 }] },
    ],
    [
      { benefits: [{ id: "GIFT", name: "A small gift" }] },
      { benefits: [{ id: "GIFT", name: "A gift" }] },
    ],
    [{ on: ["a", "b"] }, { on: [] }],
  ])("is read as it was written: %j", (before, after) => {
    const [change] = partsChanged(before, after);
    const read = partOf(change ?? { before: null, after: null });
    expect(`${read.path} ${read.before}`).toBe(change?.before);
    expect(read.path).not.toContain(" ");
    expect(read.after).toBe(change?.after);
  });
});
