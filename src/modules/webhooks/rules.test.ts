import { describe, expect, it } from "vitest";
import {
  isPauseDue,
  isReceipt,
  nextAttemptAt,
  RETRY_DELAYS_MS,
  storedTypes,
  typesOf,
} from "./rules";

const NOW = new Date("2026-03-01T00:00:00Z");
const later = (ms: number) => new Date(NOW.getTime() + ms);

describe("the back-off", () => {
  it.each([
    [1, "5 s", 5],
    [2, "30 s", 30],
    [3, "2 min", 120],
    [4, "10 min", 600],
    [5, "30 min", 1_800],
    [6, "1 h", 3_600],
    [7, "2 h", 7_200],
    [8, "4 h", 14_400],
    [9, "8 h", 28_800],
    [10, "12 h", 43_200],
    [11, "12 h", 43_200],
    [12, "12 h", 43_200],
    [13, "12 h", 43_200],
    [14, "8 h", 28_800],
  ])("after failure %i waits %s, a tenth more or less", (failed, _, seconds) => {
    expect(nextAttemptAt(failed, NOW, 0.5)).toEqual(later(seconds * 1_000));
    expect(nextAttemptAt(failed, NOW, 0)).toEqual(later(seconds * 900));
    expect(nextAttemptAt(failed, NOW, 1)).toEqual(later(seconds * 1_100));
  });

  it("gives up after the fifteenth failure, three days after the first", () => {
    expect(nextAttemptAt(15, NOW, 0.5)).toBeNull();
    const hours = RETRY_DELAYS_MS.reduce((sum, ms) => sum + ms, 0) / 3_600_000;
    expect(hours).toBeGreaterThan(71);
    expect(hours).toBeLessThanOrEqual(72);
  });
});

describe("an endpoint is left alone", () => {
  const day = 24 * 3_600_000;
  it.each([
    [10, day, true],
    [400, day, true],
    [9, 3 * day, false],
    [10, day - 1, false],
    [10_000, 3_600_000, false],
  ])("after %i failures in a row over %i ms: %s", (failures, ms, due) => {
    expect(isPauseDue({ failures, failingSince: NOW }, later(ms))).toBe(due);
  });
});

it("takes nothing but 2xx for a receipt", () => {
  const receipts = [199, 200, 202, 204, 299, 300, 302, 400, 410, 500].filter(isReceipt);
  expect(receipts).toEqual([200, 202, 204, 299]);
});

it("keeps the wanted types, each once, or that all are wanted", () => {
  expect(typesOf(storedTypes(["a.b", "c.d", "a.b"]))).toEqual(["a.b", "c.d"]);
  expect(typesOf(storedTypes(null))).toBeNull();
});
