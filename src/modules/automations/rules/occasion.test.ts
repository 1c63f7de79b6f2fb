import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addDays } from "@/platform/business-time";
import type { GiftStatus } from "../schema";
import { birthDatesOf, isDue, keptDaysOf, subjectOf } from "./occasion";

const gift = (occasion: string, occasionOn: string, status: GiftStatus = "GIVEN") => ({
  occasion,
  occasionOn,
  status,
});

const date = fc
  .date({ min: new Date("1900-01-01"), max: new Date("2099-12-31"), noInvalidDate: true })
  .map((moment) => moment.toISOString().slice(0, 10));

describe("what is due to a member", () => {
  const on = "2027-03-05";
  it.each<[string, Parameters<typeof isDue>, boolean]>([
    ["nothing known", [[], { name: "JOINED", on }, null], true],
    ["given before", [[gift("JOINED", on)], { name: "JOINED", on }, null], false],
    ["not given before", [[gift("JOINED", on, "NOT_GIVEN")], { name: "JOINED", on }, null], false],
    ["taken back", [[gift("JOINED", on, "TAKEN_BACK")], { name: "JOINED", on }, null], true],
    ["another tier", [[gift("TIER:GOLD", on)], { name: "TIER:SILVER", on }, null], true],
    [
      "the tier again, too soon",
      [[gift("TIER:GOLD:2027-01-05", "2027-01-05")], { name: `TIER:GOLD:${on}`, on }, 60],
      false,
    ],
    [
      "the tier again, on the very day",
      [[gift("TIER:GOLD:2027-01-04", "2027-01-04")], { name: `TIER:GOLD:${on}`, on }, 60],
      true,
    ],
    [
      "the year's, by somebody who was merged",
      [[gift("BIRTHDAY:2026~7", "2026-12-30")], { name: "BIRTHDAY:2027", on }, 365],
      false,
    ],
  ])("%s", (_, asked, expected) => {
    expect(isDue(...asked)).toBe(expected);
  });

  it("is once for a name, whatever else there was", () => {
    const names = fc.constantFrom("JOINED", "TIER:GOLD", "QUIET:4", "BIRTHDAY:2027");
    fc.assert(
      fc.property(names, date, fc.option(fc.integer({ min: 1, max: 900 })), (name, day, again) => {
        expect(isDue([gift(name, day)], { name, on: day }, again)).toBe(false);
        expect(subjectOf(`${name}~12`)).toBe(subjectOf(name));
      }),
    );
  });
});

describe("whose birthday is kept on a day", () => {
  it("is everybody's on one day of each year, the 29th's on the 28th where there is none", () => {
    fc.assert(
      fc.property(date, fc.integer({ min: 2020, max: 2100 }), (born, year) => {
        if (Number(born.slice(0, 4)) > year) return;
        const around = [-1, 0, 1].map((days) => {
          const day = addDays(
            `${year}${born.slice(4).replace("02-29", "02-28")}`.padStart(10),
            days,
          );
          return birthDatesOf(day).filter((one) => one === born).length;
        });
        expect(around.reduce((one, other) => one + other, 0)).toBe(1);
      }),
    );
  });

  it("is looked at days before it, or once for all of a month", () => {
    const day = { kind: "BIRTHDAY", on: "DAY", daysBefore: 7 } as const;
    expect(keptDaysOf(day, "2028-02-22")).toEqual(["2028-02-29"]);
    const month = { kind: "BIRTHDAY", on: "MONTH", daysBefore: 0 } as const;
    expect(keptDaysOf(month, "2027-02-02")).toEqual([]);
    expect(keptDaysOf(month, "2027-02-01")).toHaveLength(28);
  });
});
