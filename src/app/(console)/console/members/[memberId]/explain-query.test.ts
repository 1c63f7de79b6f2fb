import { describe, expect, it } from "vitest";
import { asOfFrom, explainInput, explainViewFrom, instantAt } from "./explain-query";

const read = (parameters: Record<string, string>) => (name: string) => parameters[name];

describe("the moment in the address", () => {
  it("is a time of the program's own zone", () => {
    expect(explainInput(read({ asOf: "2026-11-20T14:30" }), "Asia/Shanghai", "4")).toEqual({
      memberId: "4",
      asOf: "2026-11-20T06:30:00.000Z",
    });
  });

  it("is right on both sides of a clock change", () => {
    expect(instantAt("2026-03-08T01:30", "America/New_York")).toBe("2026-03-08T06:30:00.000Z");
    expect(instantAt("2026-03-08T03:30", "America/New_York")).toBe("2026-03-08T07:30:00.000Z");
  });

  it.each(["soon", "2026-13-45T10:00", "0002-11-20T14:30", ""])("ignores %o", (asOf) => {
    expect(asOfFrom(read({ asOf }))).toBeUndefined();
    expect(explainInput(read({ asOf }), "Asia/Shanghai", "4")).toEqual({ memberId: "4" });
  });

  it("shows the available points where nothing sensible is asked for", () => {
    expect(explainViewFrom(read({ account: "tier" }))).toBe("tier");
    expect(explainViewFrom(read({ account: "all" }))).toBe("available");
  });
});
