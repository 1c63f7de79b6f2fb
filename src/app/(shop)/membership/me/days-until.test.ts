import { describe, expect, it } from "vitest";
import { daysUntil } from "./days-until";

const timeZone = "Asia/Shanghai";

describe("the days that something has left", () => {
  it.each([
    ["2026-07-01T04:00:00Z", "2026-07-01T16:00:00Z", 0],
    ["2026-07-01T15:59:59.999Z", "2026-07-01T16:00:00Z", 0],
    ["2026-07-01T16:00:00Z", "2026-07-02T16:00:00Z", 0],
    ["2026-07-01T04:00:00Z", "2026-07-02T16:00:00Z", 1],
    ["2026-07-01T04:00:00Z", "2026-07-02T04:00:00Z", 1],
    ["2026-12-31T04:00:00Z", "2027-01-02T16:00:00Z", 2],
  ])("at %s, of what ends at %s, are %i", (now, endsAt, days) => {
    expect(daysUntil(endsAt, { now: new Date(now), timeZone })).toBe(days);
  });
});
