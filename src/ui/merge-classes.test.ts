import { readdirSync, readFileSync } from "node:fs";
import { extendTailwindMerge } from "tailwind-merge";
import { describe, expect, it } from "vitest";
import { mergeClasses } from "./merge-classes";

const whole = extendTailwindMerge({
  extend: {
    classGroups: { "font-size": [{ text: ["xs", "sm", "base", "lg", "xl", "2xl", "3xl"] }] },
  },
});

/** Every word of a text in the source that tailwind-merge takes for a class. */
function classesOfSource(): string[] {
  const words = new Set<string>();
  for (const name of readdirSync("src", { recursive: true, encoding: "utf8" })) {
    if (!/\.tsx?$/.test(name) || /\.test\.|merge-classes/.test(name)) continue;
    for (const [, text = ""] of readFileSync(`src/${name}`, "utf8").matchAll(
      /["`]([^"`\n]*)["`]/g,
    )) {
      for (const word of text.split(/\s+/)) words.add(word.replace(/^.*:(?![^[]*\])/, ""));
    }
  }
  return [...words].filter(
    (word) =>
      /^-?[a-z]/.test(word) && !/=$|^font-size$/.test(word) && whole(`${word} ${word}`) === word,
  );
}

describe("classes that say the same thing", () => {
  it("go by the later one, as tailwind-merge has it, for every pair in the source", () => {
    const classes = classesOfSource();
    expect(classes.length).toBeGreaterThan(400);
    const others: string[] = [];
    for (const one of classes) {
      for (const other of classes) {
        const pair = `${one} ${other}`;
        // It takes shadows of our own names for colours of shadows.
        const isOneShadow = [one, other].every((name) => name.startsWith("shadow-"));
        if (one === other || isOneShadow) continue;
        if (mergeClasses(pair) !== whole(pair)) others.push(pair);
      }
    }
    expect(others).toEqual([]);
  });

  it.each([
    ["p-4 px-2", "p-4 px-2"],
    ["px-2 p-4", "p-4"],
    ["md:p-4 p-2 md:p-3", "p-2 md:p-3"],
    ["sm:[body:has([role=dialog])_&]:top-4 top-1", "sm:[body:has([role=dialog])_&]:top-4 top-1"],
    ["  a  b a ", "a b a"],
    ["", ""],
  ])("%s → %s", (classes, merged) => {
    expect(mergeClasses(classes)).toBe(merged);
  });
});
