import { describe, expect, it } from "vitest";
import { isAhead } from "./position";

describe("a position", () => {
  it.each<[string, string, boolean]>([
    ["0-1-100", "0-1-100", false],
    ["0-1-99", "0-1-100", false],
    ["0-1-101", "0-1-100", true],
    // Whoever wrote it: the number is the domain's.
    ["0-7-101", "0-1-100", true],
    ["0-1-9", "0-1-10", false],
    ["0-1-5,3-2-8", "0-1-5, 3-2-7", true],
    ["0-1-5,3-2-7", "0-1-5,3-2-7", false],
    // A domain that the other knows nothing of says nothing of it.
    ["0-1-5,4-2-900", "0-1-5", false],
    ["", "0-1-5", false],
  ])("%s beside %s", (text, of, ahead) => {
    expect(isAhead(text, of)).toBe(ahead);
  });
});
