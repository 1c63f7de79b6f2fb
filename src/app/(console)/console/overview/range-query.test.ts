import { describe, expect, it } from "vitest";
import { addressOf, chosenRange, rangeFault } from "./range-query";

const today = "2026-11-22";
const asked = (search: string) => {
  const parameters = new URLSearchParams(search);
  return chosenRange((name) => parameters.get(name) ?? undefined, today);
};

describe("the days an address asks for", () => {
  it.each([
    ["", { preset: "30d", from: "2026-10-24", to: today }],
    ["range=7d", { preset: "7d", from: "2026-11-16", to: today }],
    ["range=90d", { preset: "90d", from: "2026-08-25", to: today }],
    ["range=year", { preset: "year", from: "2026-01-01", to: today }],
    ["range=ever", { preset: "30d", from: "2026-10-24", to: today }],
    ["from=2025-01-01&to=2025-12-31", { preset: null, from: "2025-01-01", to: "2025-12-31" }],
    ["from=2025-12-31&to=2025-01-01", { preset: "30d", from: "2026-10-24", to: today }],
    ["from=2025-02-30&to=2025-03-01", { preset: "30d", from: "2026-10-24", to: today }],
    ["from=2025-02-01", { preset: "30d", from: "2026-10-24", to: today }],
  ])("%s", (search, range) => expect(asked(search)).toEqual(range));

  it("come back from the address that a preset writes", () => {
    const written = Object.entries(addressOf("90d")).filter(([, value]) => value !== undefined);
    expect(asked(new URLSearchParams(written as [string, string][]).toString()).preset).toBe("90d");
    expect(addressOf("30d").range).toBeUndefined();
  });
});

describe("two dates that were typed", () => {
  it.each([
    ["", "2026-01-01", "missing"],
    ["2026-01-02", "2026-01-01", "backwards"],
    ["2020-01-01", "2026-01-01", "tooLong"],
    ["2021-11-19", "2026-11-22", null],
    ["2021-11-18", "2026-11-22", "tooLong"],
    ["2026-01-01", "2026-01-01", null],
  ])("%s … %s: %s", (from, to, fault) => expect(rangeFault(from, to)).toBe(fault));
});
