import { describe, expect, it } from "vitest";
import { programRules } from "@/modules/program/schema/rules";
import { draftOf, readRule, ruleFault, rulesOf } from "./rule-draft";
import { boundsOf, rulePaths } from "./rule-fields";

const rules = programRules.parse({});

describe("the rules in a form", () => {
  it("come back as they were when nothing is typed", () => {
    expect(rulesOf(rules, draftOf(rules))).toEqual(rules);
  });

  it("are shown in the units that people think in", () => {
    const draft = draftOf(rules);
    expect(draft["redeem.orderShareMaxBps"]).toBe("30");
    expect(draft["redeem.holdTtlSeconds"]).toBe("15");
    expect(readRule("redeem.orderShareMaxBps", "12.5")).toBe(1250);
  });

  it("have the bounds of the API, and say them", () => {
    expect(boundsOf("earn.expiryMonths")).toEqual({ min: 1, max: 240 });
    expect(ruleFault("earn.expiryMonths", "0")).toEqual({ min: "1", max: "240" });
    expect(ruleFault("earn.expiryMonths", "twelve")).toEqual({ min: "1", max: "240" });
    expect(ruleFault("redeem.orderShareMaxBps", "100.01")).toEqual({ min: "0", max: "100" });
    for (const path of rulePaths) expect(ruleFault(path, draftOf(rules)[path])).toBeNull();
  });
});
