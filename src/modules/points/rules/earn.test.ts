import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MONEY_MINOR_MAX, POINTS_MAX } from "@/platform/scalars";
import { earnPosting, lotMoments, newPoints, purchasePoints } from "./earn";

const shanghai = { pendingDays: 0, expiryMonths: 24, timeZone: "Asia/Shanghai" };

function points(yuan: number, multiplierPct: number, boostPct = 100, pointsPerYuan = 1) {
  const paidAmountMinor = Math.round(yuan * 100);
  return purchasePoints({ paidAmountMinor, pointsPerYuan, multiplierPct, boostPct });
}

describe("what a purchase earns", () => {
  it.each([
    ["nothing for nothing paid", 0, 100, 100, 1, 0, 0],
    ["nothing below one whole yuan", 0.99, 200, 300, 1, 0, 0],
    ["a point for exactly one yuan", 1, 100, 100, 1, 1, 1],
    ["only whole yuan", 299.99, 100, 100, 1, 299, 299],
    ["×1.0 at BRONZE", 500, 100, 100, 1, 500, 500],
    ["×1.2 at SILVER, down", 299, 120, 100, 1, 299, 358],
    ["×1.5 at GOLD, down", 339.6, 150, 100, 1, 339, 508],
    ["×2.0 at DIAMOND", 339.6, 200, 100, 1, 339, 678],
    ["the tier times the boost", 101, 150, 200, 1, 101, 303],
    ["rounding once, after both multipliers", 99, 150, 150, 1, 99, 222],
    ["several points a yuan, still whole yuan only", 10.5, 120, 100, 3, 30, 36],
    ["nothing where the program gives nothing", 1000, 200, 100, 0, 0, 0],
  ])("gives %s", (_, yuan, multiplierPct, boostPct, perYuan, base, earned) => {
    expect(points(yuan, multiplierPct, boostPct, perYuan)).toEqual({ base, points: earned });
  });

  it("is floor(base × tier × boost) exactly, far past 2^53", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: MONEY_MINOR_MAX }),
        fc.integer({ min: 0, max: 1000 }),
        fc.integer({ min: 100, max: 1000 }),
        fc.integer({ min: 100, max: 1000 }),
        (paidAmountMinor, pointsPerYuan, multiplierPct, boostPct) => {
          const facts = { paidAmountMinor, pointsPerYuan, multiplierPct, boostPct };
          const base = (BigInt(paidAmountMinor) / 100n) * BigInt(pointsPerYuan);
          const exact = (base * BigInt(multiplierPct) * BigInt(boostPct)) / 10_000n;
          if (exact > BigInt(POINTS_MAX)) {
            expect(() => purchasePoints(facts)).toThrow("VALIDATION_FAILED");
          } else {
            expect(purchasePoints(facts)).toEqual({ base: Number(base), points: Number(exact) });
          }
        },
      ),
    );
  });

  it("gives as many points as one operation may move, and refuses one more with the bound", () => {
    expect(points(POINTS_MAX, 100).points).toBe(POINTS_MAX);
    const tooMany = () => points(POINTS_MAX + 1, 100);
    expect(tooMany).toThrowError(
      expect.objectContaining({
        domainCode: "VALIDATION_FAILED",
        facts: { pointsMax: POINTS_MAX },
      }),
    );
    expect(() => points(POINTS_MAX / 2 + 1, 200)).toThrow("VALIDATION_FAILED");
  });

  it("never gives less for more money or a higher tier", () => {
    const amount = fc.integer({ min: 0, max: 100_000_000 });
    const multiplier = fc.integer({ min: 100, max: 500 });
    fc.assert(
      fc.property(amount, amount, multiplier, multiplier, (a, b, low, high) => {
        const at = (paidAmountMinor: number, multiplierPct: number) =>
          purchasePoints({ paidAmountMinor, pointsPerYuan: 1, multiplierPct, boostPct: 100 })
            .points;
        const [small, large] = a < b ? [a, b] : [b, a];
        expect(at(small, Math.min(low, high))).toBeLessThanOrEqual(at(large, Math.max(low, high)));
      }),
    );
  });
});

describe("until when points are good", () => {
  it.each([
    [
      "24 months, to the close of the day",
      "2026-11-20T14:30:00+08:00",
      "2028-11-21T00:00:00+08:00",
    ],
    [
      "by the program's date, not that of UTC",
      "2026-03-01T00:30:00+08:00",
      "2028-03-02T00:00:00+08:00",
    ],
    [
      "by the last moment of the program's day",
      "2026-03-01T23:59:59.999+08:00",
      "2028-03-02T00:00:00+08:00",
    ],
    ["from 29 Feb to 28 Feb", "2028-02-29T12:00:00+08:00", "2030-03-01T00:00:00+08:00"],
    [
      "from 28 Feb to 28 Feb of a leap year",
      "2026-02-28T12:00:00+08:00",
      "2028-02-29T00:00:00+08:00",
    ],
    ["over new year", "2026-12-31T12:00:00+08:00", "2029-01-01T00:00:00+08:00"],
  ])("keeps them %s", (_, earnedAt, expiresAt) => {
    const terms = { ...shanghai, earnedAt: new Date(earnedAt), now: new Date(earnedAt) };
    expect(lotMoments(terms).expiresAt).toEqual(new Date(expiresAt));
  });

  it.each([
    [
      "31 Aug and 6 months",
      "2026-08-31T01:00:00Z",
      6,
      "Asia/Shanghai",
      "2027-03-01T00:00:00+08:00",
    ],
    ["31 Jan and 1 month", "2026-01-31T01:00:00Z", 1, "UTC", "2026-03-01T00:00:00Z"],
    ["31 Jan and 1 month in a leap year", "2028-01-31T01:00:00Z", 1, "UTC", "2028-03-01T00:00:00Z"],
    ["UTC", "2026-11-20T23:30:00Z", 24, "UTC", "2028-11-21T00:00:00Z"],
    [
      "New York, where it is still the day before",
      "2026-11-20T02:30:00Z",
      24,
      "America/New_York",
      "2028-11-20T00:00:00-05:00",
    ],
    [
      "New York, earned in winter and ending in summer",
      "2026-01-10T12:00:00Z",
      6,
      "America/New_York",
      "2026-07-11T00:00:00-04:00",
    ],
    [
      "Berlin, on the day the clock goes forward",
      "2026-02-28T12:00:00Z",
      1,
      "Europe/Berlin",
      "2026-03-29T00:00:00+01:00",
    ],
    [
      "Berlin, the day after the clock went forward",
      "2026-02-28T23:30:00Z",
      1,
      "Europe/Berlin",
      "2026-04-02T00:00:00+02:00",
    ],
    [
      "Berlin, the day the clock goes back",
      "2026-09-24T12:00:00Z",
      1,
      "Europe/Berlin",
      "2026-10-25T00:00:00+02:00",
    ],
    [
      "Cairo, where that midnight does not exist",
      "2026-03-23T12:00:00Z",
      1,
      "Africa/Cairo",
      "2026-04-24T01:00:00+03:00",
    ],
    [
      "Kathmandu, a quarter off the hour",
      "2026-05-31T18:20:00Z",
      24,
      "Asia/Kathmandu",
      "2028-06-02T00:00:00+05:45",
    ],
    [
      "Chatham, a day ahead",
      "2026-06-10T11:30:00Z",
      24,
      "Pacific/Chatham",
      "2028-06-12T00:00:00+12:45",
    ],
  ])(
    "ends them at the zone's own midnight: %s",
    (_, earnedAt, expiryMonths, timeZone, expiresAt) => {
      const earned = new Date(earnedAt);
      const terms = { earnedAt: earned, now: earned, pendingDays: 0, expiryMonths, timeZone };
      expect(lotMoments(terms).expiresAt.toISOString()).toBe(new Date(expiresAt).toISOString());
    },
  );

  it("is at least the months, at most a day more, and the same for all of one business day", () => {
    const moment = fc.date({
      min: new Date("2026-01-01"),
      max: new Date("2029-12-31"),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(moment, fc.integer({ min: 1, max: 60 }), (earnedAt, expiryMonths) => {
        const terms = {
          earnedAt,
          now: earnedAt,
          pendingDays: 0,
          expiryMonths,
          timeZone: "Asia/Shanghai",
        };
        const { expiresAt, availableAt } = lotMoments(terms);
        expect(availableAt).toEqual(earnedAt);
        expect((expiresAt.getTime() + 8 * 3_600_000) % 86_400_000).toBe(0);
        const days = (expiresAt.getTime() - earnedAt.getTime()) / 86_400_000;
        expect(days).toBeGreaterThan(expiryMonths * 28);
        expect(days).toBeLessThanOrEqual(expiryMonths * 31 + 1);
      }),
    );
  });

  it.each([
    ["at once", 0, "Asia/Shanghai", "2026-03-10T04:00:00Z"],
    ["seven days later at the same hour", 7, "Asia/Shanghai", "2026-03-17T04:00:00Z"],
    [
      "seven days of the calendar over a change of the clock",
      7,
      "America/New_York",
      "2026-03-17T04:00:00Z",
    ],
    ["thirty days of the calendar in Berlin", 30, "Europe/Berlin", "2026-04-09T03:00:00Z"],
  ])("makes them available %s", (_, pendingDays, timeZone, availableAt) => {
    const earnedAt = new Date("2026-03-10T04:00:00Z");
    const terms = { earnedAt, now: earnedAt, pendingDays, expiryMonths: 24, timeZone };
    expect(lotMoments(terms).availableAt.toISOString()).toBe(new Date(availableAt).toISOString());
  });
});

describe("new points", () => {
  const now = new Date("2026-04-01T00:00:00Z");
  const soon = new Date("2026-04-08T00:00:00Z");
  const end = new Date("2028-04-02T00:00:00Z");

  it.each([
    ["go to available", 100, now, 0, { available: 100, pending: 0, owed: 0 }, 0, end],
    ["pay what is owed first", 100, now, 30, { available: 70, pending: 0, owed: -30 }, 30, end],
    [
      "pay a debt of just as much",
      100,
      now,
      100,
      { available: 0, pending: 0, owed: -100 },
      100,
      end,
    ],
    [
      "pay part of a larger debt",
      100,
      now,
      250,
      { available: 0, pending: 0, owed: -100 },
      100,
      end,
    ],
    [
      "stay pending and pay nothing yet",
      100,
      soon,
      30,
      { available: 0, pending: 100, owed: 0 },
      0,
      soon,
    ],
  ])("%s", (_, amount, availableAt, owed, deltas, debtPaid, wakesAt) => {
    const made = newPoints(amount, { availableAt, expiresAt: end }, owed, now);
    expect(made).toEqual({
      deltas: { ...deltas, frozen: 0 },
      newLot: {
        original: amount,
        debtPaid,
        matured: availableAt <= now,
        availableAt,
        expiresAt: end,
      },
      wakesAt,
    });
  });

  it("add up to what was earned, whatever is owed", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 10_000 }),
        fc.nat(20_000),
        fc.boolean(),
        (amount, owed, waits) => {
          const moments = { availableAt: waits ? soon : now, expiresAt: end };
          const { deltas, newLot } = newPoints(amount, moments, owed, now);
          expect(deltas.available + deltas.pending - deltas.owed).toBe(amount);
          expect(newLot.original - newLot.debtPaid).toBe(deltas.available + deltas.pending);
          expect(owed + deltas.owed).toBeGreaterThanOrEqual(0);
          if (owed + deltas.owed > 0) expect(deltas.available).toBe(0);
        },
      ),
    );
  });

  it("count from the moment they were earned, not from when the shop told of it", () => {
    const earnedAt = new Date("2026-03-01T04:00:00Z");
    const posting = earnPosting(50, { ...shanghai, pendingDays: 7, earnedAt, now }, 0);
    expect(posting).toMatchObject({
      effectiveAt: earnedAt,
      expiresAt: new Date("2028-03-01T16:00:00Z"),
      newLot: { matured: true, availableAt: new Date("2026-03-08T04:00:00Z") },
      deltas: { available: 50, pending: 0 },
      touches: [],
    });
  });
});
