import { describe, expect, it } from "vitest";
import { ATTEMPTS_MAX, nextAttemptAt, outcomeOfMailFault, outcomeOfStatus } from "./rules";

const NOW = new Date("2026-11-28T12:00:00Z");
const later = (seconds: number) => new Date(NOW.getTime() + seconds * 1000);

describe("when a message is tried again", () => {
  it("waits longer each time, and is given up after so many attempts", () => {
    const waits = [];
    for (let attempts = 1; attempts < ATTEMPTS_MAX; attempts++) {
      const at = nextAttemptAt(attempts, NOW, later(3600));
      waits.push(((at?.getTime() ?? 0) - NOW.getTime()) / 1000);
    }
    expect(waits).toEqual([...waits].sort((a, b) => a - b));
    expect(waits[0]).toBe(2);
    expect(nextAttemptAt(ATTEMPTS_MAX, NOW, later(3600))).toBeNull();
  });

  it("is not tried when its code will have expired by then", () => {
    expect(nextAttemptAt(1, NOW, later(2))).toBeNull();
    expect(nextAttemptAt(1, NOW, later(3))).toEqual(later(2));
  });

  it("has attempts left for the whole life of a code of ten minutes", () => {
    let [at, attempts] = [NOW, 1];
    for (;;) {
      const next = nextAttemptAt(attempts, at, later(600));
      if (next === null) break;
      [at, attempts] = [next, attempts + 1];
    }
    expect(at.getTime() - NOW.getTime()).toBeGreaterThan(225_000);
  });
});

it.each([
  [204, "SENT"],
  [400, "REFUSED"],
  [422, "REFUSED"],
  [401, "FAILED"],
  [429, "FAILED"],
  [503, "FAILED"],
  [302, "FAILED"],
])("a hook that answers %i: %s", (status, result) => {
  expect(outcomeOfStatus(status).result).toBe(result);
});

it.each([
  [
    { code: "EENVELOPE", responseCode: 550 },
    { result: "REFUSED", error: "SMTP_550" },
  ],
  [
    { code: "EENVELOPE", responseCode: 451 },
    { result: "FAILED", error: "SMTP_451" },
  ],
  [
    { code: "EAUTH", responseCode: 535 },
    { result: "FAILED", error: "AUTH_FAILED" },
  ],
  [{ code: "ETLS" }, { result: "FAILED", error: "TLS_FAILED" }],
  [{ code: "ECONNREFUSED" }, { result: "FAILED", error: "CONNECTION_FAILED" }],
  [{}, { result: "FAILED", error: "CONNECTION_FAILED" }],
])("an SMTP server that fails by %j", (fault, outcome) => {
  expect(outcomeOfMailFault(fault)).toEqual(outcome);
});
