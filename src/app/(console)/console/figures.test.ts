import { describe, expect, it } from "vitest";
import { readDecimal, readWhole, showDecimal } from "./figures";

describe("figures that people type", () => {
  it.each([
    ["1200", 1200],
    ["1,200", 1200],
    ["1 200", 1200],
    ["１，２００", 1200],
    ["\u202d1200\u202c", 1200],
    ["1,2", null],
    [" １２ ", 12],
    ["", null],
    ["-1", null],
    ["1.5", null],
    ["1e3", null],
  ])("reads %j as the whole number %j", (text, value) => {
    expect(readWhole(text)).toBe(value);
  });

  it.each([
    ["339.6", 2, 33_960],
    ["339.", 2, 33_900],
    ["0.07", 2, 7],
    ["1,000,000", 2, 100_000_000],
    ["0.001", 2, null],
    [".5", 2, null],
    ["abc", 2, null],
  ])("reads %j with %i places as %j", (text, places, value) => {
    expect(readDecimal(text, places)).toBe(value);
  });

  it("shows what it read", () => {
    for (const value of [0, 7, 10, 33_960, 50_000, 999_999_999_999]) {
      expect(readDecimal(showDecimal(value, 2), 2)).toBe(value);
    }
  });
});
