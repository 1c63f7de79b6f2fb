import { describe, expect, it } from "vitest";
import {
  nextAttemptAt,
  outcomeOfPatch,
  outcomeOfPush,
  restMs,
  sinceOf,
  wholeSeconds,
} from "./rules";

const NOW = new Date("2026-11-29T06:00:00.789Z");

describe("what is told of a card", () => {
  it.each([
    [200, "", { result: "TOLD" }],
    [410, "Unregistered", { result: "GONE" }],
    [400, "BadDeviceToken", { result: "GONE" }],
    [400, "DeviceTokenNotForTopic", { result: "GONE" }],
    [400, "BadTopic", { result: "FAILED", error: "PUSH_400", isAway: false }],
    [403, "BadCertificate", { result: "FAILED", error: "PUSH_403", isAway: true }],
    [429, "TooManyRequests", { result: "FAILED", error: "PUSH_429", isAway: false }],
    [503, "ServiceUnavailable", { result: "FAILED", error: "PUSH_503", isAway: true }],
  ] as const)("to a phone: %d %s", (status, reason, outcome) => {
    expect(outcomeOfPush(status, reason)).toEqual(outcome);
  });

  it.each([
    [200, { result: "TOLD" }],
    [404, { result: "GONE" }],
    [400, { result: "FAILED", error: "GOOGLE_400", isAway: false }],
    [401, { result: "FAILED", error: "GOOGLE_401", isAway: true }],
    [429, { result: "FAILED", error: "GOOGLE_429", isAway: true }],
    [500, { result: "FAILED", error: "GOOGLE_500", isAway: true }],
  ] as const)("to Google: %d", (status, outcome) => {
    expect(outcomeOfPatch(status)).toEqual(outcome);
  });

  it("is tried again later each time, and given up in the end", () => {
    const waits = Array.from({ length: 9 }, (_, n) => nextAttemptAt(n + 1, NOW));
    const times = waits.map((at) => (at === null ? null : (at.getTime() - NOW.getTime()) / 1000));
    expect(times).toEqual([5, 15, 60, 300, 900, 3600, 10_800, 21_600, null]);
  });

  it("rests longer each time, and five minutes at most", () => {
    expect([1, 2, 5, 9, 10_000].map(restMs)).toEqual([2000, 4000, 32_000, 300_000, 300_000]);
  });

  it.each([
    ["1796018400", new Date("2026-11-30T06:00:00Z")],
    ["", new Date(0)],
    ["-1", new Date(0)],
    ["1e9", new Date(0)],
    ["99999999999", new Date(0)],
    [undefined, new Date(0)],
  ])("a phone’s moment %s", (told, at) => {
    expect(sinceOf(told)).toEqual(at);
  });

  it("has moments without parts of a second, never later than they are", () => {
    expect(wholeSeconds(NOW)).toEqual(new Date("2026-11-29T06:00:00.000Z"));
  });
});
