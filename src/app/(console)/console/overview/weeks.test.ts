import { describe, expect, it } from "vitest";
import { weeksOf } from "./weeks";

const days = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    date: `2026-01-${String(index + 1).padStart(2, "0")}`,
    orders: index + 1,
  }));

describe("weeks of a range", () => {
  it("end with its last day, and lose nothing", () => {
    const weeks = weeksOf(days(15), ["orders"]);
    expect(weeks).toEqual([
      { date: "2026-01-01", orders: 1 },
      { date: "2026-01-02", orders: 2 + 3 + 4 + 5 + 6 + 7 + 8 },
      { date: "2026-01-09", orders: 9 + 10 + 11 + 12 + 13 + 14 + 15 },
    ]);
  });

  it.each([0, 1, 7, 30])("of %i days add up to all of them", (count) => {
    const sum = (rows: readonly { orders: number }[]) =>
      rows.reduce((total, { orders }) => total + orders, 0);
    expect(sum(weeksOf(days(count), ["orders"]))).toBe(sum(days(count)));
  });
});
