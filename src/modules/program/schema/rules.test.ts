import { describe, expect, it } from "vitest";
import { byNamesOfToday, programRules, storedRules, withFormerNames } from "./rules";

describe("stored rules", () => {
  it("reads what one yuan off costs by the name that versions of before have for it", () => {
    const stored = {
      earn: { pointsPerYuan: 3 },
      redeem: { pointsPerYuan: 50, holdTtlSeconds: 60 },
    };
    const { earn, redeem } = storedRules.parse(stored);
    expect(earn.pointsPerYuan).toBe(3);
    expect(redeem).toEqual({
      pointsPerYuanOff: 50,
      orderShareMaxBps: 3000,
      holdTtlSeconds: 60,
      restoreGraceDays: 30,
    });
  });

  it("keeps the other sections of what waits for a second person", () => {
    const waiting = { reason: "dearer", redeem: { pointsPerYuan: 50 } };
    expect(byNamesOfToday(waiting)).toEqual({ reason: "dearer", redeem: { pointsPerYuanOff: 50 } });
    expect(byNamesOfToday({ reason: "dearer" })).toEqual({ reason: "dearer" });
  });

  it.each([
    ["a version written now", programRules.parse({ redeem: { pointsPerYuanOff: 50 } })],
    ["one that says nothing of it", programRules.parse({})],
  ])("reads %s as it was written", (_, rules) => {
    const stored = withFormerNames(rules);
    expect(storedRules.parse(JSON.parse(JSON.stringify(stored)))).toEqual(rules);
    expect(stored.redeem.pointsPerYuan).toBe(rules.redeem.pointsPerYuanOff);
  });

  it("refuses a yuan for nothing by either name", () => {
    for (const name of ["pointsPerYuan", "pointsPerYuanOff"])
      expect(storedRules.safeParse({ redeem: { [name]: 0 } }).success).toBe(false);
  });
});
