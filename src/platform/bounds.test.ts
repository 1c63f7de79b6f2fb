import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { BODY_BYTES_MAX, callsOfBody, clip, DEPTH_MAX, ERRORS_MAX, excessOf } from "./bounds";
import { DomainError } from "./errors";
import { problemOf } from "./problem";

const excess = (text: string, limitBytes = BODY_BYTES_MAX) =>
  excessOf(Buffer.from(text), limitBytes);

describe("a body", () => {
  it.each([
    [0, 100, 0],
    [19_999, 100, 0],
    [20_000, 100, 1],
    [1_000_000, 100, 50],
    [8_000_000, 1000, 400],
    [8_000_000, 60, 59],
    [8_000_000, 1, 0],
    [1_000_000, null, 50],
  ])("of %d bytes within %j calls a minute counts as %d more", (bytes, rate, calls) => {
    expect(callsOfBody(bytes, rate)).toBe(calls);
  });
});

describe("what is too much about a document", () => {
  it.each<[string, string, string | undefined]>([
    ["nothing", "", undefined],
    ["a value", "1", undefined],
    ["as deep as may be", "[".repeat(DEPTH_MAX) + "]".repeat(DEPTH_MAX), undefined],
    ["one deeper", "[".repeat(DEPTH_MAX + 1), "nested deeper than 32"],
    ["objects and lists together", '{"a":['.repeat(17), "nested deeper than 32"],
    ["many beside each other", "[],".repeat(9000), undefined],
    ["20,000 values", `[${"1,".repeat(19_997)}1]`, undefined],
    ["one more", `[${"1,".repeat(19_999)}1]`, "more than 20000 values"],
    ["brackets in a text", JSON.stringify("[{".repeat(8_000)), undefined],
    ["a longer text", JSON.stringify("[{".repeat(8_001)), "a text of more than 16000 bytes"],
    ["a longer name", `{"${"a".repeat(16_001)}":1}`, "a text of more than 16000 bytes"],
    ["brackets after an escaped quote", `"\\"${"[".repeat(100)}"`, undefined],
    ["brackets after an escaped backslash", `["\\\\",${"[".repeat(40)}`, "nested deeper than 32"],
    ["a text that never ends", `"${"[".repeat(100)}`, undefined],
    ["more closed than opened", "]".repeat(100), undefined],
  ])("%s", (_, text, expected) => {
    expect(excess(text)).toBe(expected);
  });

  it("grows with what a door takes", () => {
    const values = `[${"1,".repeat(30_000)}1]`;
    expect(excess(values)).toBeDefined();
    expect(excess(values, 8_000_000)).toBeUndefined();
  });

  it("is told of any document as its depth and its values are", () => {
    const depthOf = (value: unknown): number =>
      value !== null && typeof value === "object"
        ? 1 + Math.max(0, ...Object.values(value).map(depthOf))
        : 0;
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 60 }), (value) => {
        expect(excess(JSON.stringify(value)) !== undefined).toBe(depthOf(value) > DEPTH_MAX);
      }),
    );
  });
});

describe("what is said back", () => {
  const faults = Array.from({ length: 10_000 }, (_, n) => ({ path: `k${n}`, message: "no" }));

  it("is the first twenty faults and how many more there are", () => {
    const refusal = new DomainError("VALIDATION_FAILED", {}, faults);
    const problem = problemOf(refusal, "en", "request-1");
    expect(problem.errors).toEqual(faults.slice(0, ERRORS_MAX));
    expect(problem.errorsOmitted).toBe(9980);
    const few = problemOf(new DomainError("VALIDATION_FAILED", {}, faults.slice(0, 20)), "en", "r");
    expect(few.errors).toHaveLength(20);
    expect(few).not.toHaveProperty("errorsOmitted");
  });

  it("is short, whatever a caller sent", () => {
    const long = "x".repeat(900_000);
    const errors = Array.from({ length: 30 }, () => ({ path: long, message: long }));
    const refusal = new DomainError("PERMISSION_DENIED", { origin: long, points: 7 }, errors);
    expect(JSON.stringify(problemOf(refusal, "zh-CN", "r")).length).toBeLessThan(15_000);
    expect(refusal.facts.points).toBe(7);
  });

  it("never ends in half a character", () => {
    expect(clip("abcdef", 4)).toBe("abc…");
    expect(clip("abcd", 4)).toBe("abcd");
    expect(clip("ab😀cd", 4)).toBe("ab…");
  });
});
