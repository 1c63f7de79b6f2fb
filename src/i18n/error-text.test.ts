import compile from "icu-minify/compile";
import { describe, expect, it } from "vitest";
import { errorText, placesIn, unfilledErrorText } from "./error-text";
import { serverMessages } from "./server-messages";

const sentences = Object.values(serverMessages).flatMap(({ errors }) =>
  Object.values(errors).map(({ detail }) => detail),
);

describe("the places of a sentence", () => {
  it.each([
    ["Nothing here.", []],
    ["{points} of {limit, number}.", ["points", "limit"]],
    ["{reason, select, FULL {it is full} other {not now}}", ["reason"]],
    ["{reason, select, STATUS {it is {status}} other {not now}}", ["reason", "status"]],
    ["{count, plural, one {# day of {name}} other {# days}}", ["count", "name"]],
  ])("%s → %j, as the build takes it apart", (sentence, names) => {
    expect(placesIn(compile(sentence))).toEqual(names);
  });

  it("are among those of the sentence as it is written, for every refusal", () => {
    expect(sentences.length).toBeGreaterThan(80);
    for (const sentence of sentences) {
      const written = placesIn(sentence);
      for (const name of placesIn(compile(sentence))) expect(written).toContain(name);
    }
  });
});

describe("the words of a refusal", () => {
  it("have a dash where a fact is missing", () => {
    expect(errorText("en", "INSUFFICIENT_POINTS", {}, () => "UTC").detail).toContain("–");
  });

  it("have the names of the facts in braces for a reader of the API", () => {
    expect(unfilledErrorText("en", "INSUFFICIENT_POINTS").detail).toMatch(/\{\w+\}/);
  });
});
