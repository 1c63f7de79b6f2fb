import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addDays, businessDate } from "@/platform/business-time";
import { waitingDays, waitingSince, workingDaysBetween } from "./parcels";

const ZONE = "Asia/Shanghai";

describe("working days", () => {
  it.each([
    ["2026-11-27", "2026-11-30", 1],
    ["2026-11-27", "2026-11-29", 0],
    ["2026-11-28", "2026-11-30", 1],
    ["2026-11-23", "2026-11-30", 5],
    ["2026-11-30", "2026-11-30", 0],
    ["2026-12-31", "2027-01-01", 1],
    ["2026-11-30", "2026-11-27", 0],
  ])("from %s to %s are %i", (from, to, days) => {
    expect(workingDaysBetween(from, to)).toBe(days);
  });

  const date = fc.integer({ min: 0, max: 4000 }).map((days) => addDays("2020-01-06", days));

  it("add up one by one, weekends aside", () => {
    fc.assert(
      fc.property(date, fc.integer({ min: 0, max: 40 }), (from, count) => {
        const dates = Array.from({ length: count }, (_, n) => addDays(from, n + 1));
        const working = dates.filter((one) => ![0, 6].includes(new Date(one).getUTCDay()));
        expect(workingDaysBetween(from, addDays(from, count))).toBe(working.length);
      }),
    );
  });

  it("are found again by the moment before which something began", () => {
    const moment = fc.date({
      min: new Date("2026-01-01T00:00:00Z"),
      max: new Date("2027-12-31T00:00:00Z"),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(moment, fc.integer({ min: 1, max: 60 }), (now, days) => {
        const bound = waitingSince(days, now, ZONE);
        const last = new Date(bound.getTime() - 1);
        expect(waitingDays(last, now, ZONE)).toBeGreaterThanOrEqual(days);
        expect(waitingDays(bound, now, ZONE)).toBeLessThan(days);
        expect(businessDate(last, ZONE) < businessDate(bound, ZONE)).toBe(true);
      }),
    );
  });
});
