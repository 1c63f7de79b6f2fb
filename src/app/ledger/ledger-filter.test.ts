import { describe, expect, it } from "vitest";
import { ledgerFilterFrom, ledgerInput } from "./ledger-filter";

const read = (parameters: Record<string, string>) => (name: string) => parameters[name];

describe("the filter in the address", () => {
  it("takes what makes sense and drops the rest", () => {
    expect(ledgerFilterFrom(read({ type: "REDEEM", from: "2026-01-01", to: "soon" }))).toEqual({
      type: "REDEEM",
      from: "2026-01-01",
      to: undefined,
    });
    expect(ledgerFilterFrom(read({ type: "EVERYTHING", from: "2026-13-45" }))).toEqual({
      type: undefined,
      from: undefined,
      to: undefined,
    });
  });

  it("asks for whole days of the program's time zone, the last one included", () => {
    const filter = { type: undefined, from: "2026-11-01", to: "2026-11-30" };
    expect(ledgerInput(filter, "Asia/Shanghai", "4")).toEqual({
      memberId: "4",
      from: "2026-10-31T16:00:00.000Z",
      to: "2026-11-30T16:00:00.000Z",
      limit: 20,
      months: true,
    });
  });
});
