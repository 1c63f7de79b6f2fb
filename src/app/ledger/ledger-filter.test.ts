import { describe, expect, it } from "vitest";
import { statementInput } from "@/modules/points/schema/ledger";
import { ledgerFilterFrom, ledgerInput } from "./ledger-filter";

const asked = (filter: ReturnType<typeof ledgerFilterFrom>, zone: string) => {
  const { limit: _, months: __, ...question } = ledgerInput(filter, zone);
  return question;
};
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

  it.each(["0001-01-01", "0999-12-31", "1000-01-01", "9999-12-31"])(
    "asks for no moment that no calendar has: %s",
    (date) => {
      const filter = ledgerFilterFrom(read({ from: date, to: date }));
      for (const zone of ["Asia/Shanghai", "America/Los_Angeles"]) {
        expect(statementInput.safeParse(asked(filter, zone)).success).toBe(true);
      }
    },
  );

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
