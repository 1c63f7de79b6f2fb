import { describe, expect, it } from "vitest";
import en from "@/i18n/messages/en/points.json";
import zh from "@/i18n/messages/zh-CN/points.json";
import { entryType } from "../schema/ledger";
import { REFERENCE_TYPES } from "../schema/references";
import { entryWord, partsOf } from "./entry-kinds";

const pairs = Object.entries(REFERENCE_TYPES).flatMap(([type, references]) =>
  references.map((referenceType) => ({ type, referenceType })),
);

const languages: Record<string, Record<string, string>> = { "zh-CN": zh.entry, en: en.entry };

describe.each(Object.entries(languages))("the words of ledger entries in %s", (_, words) => {
  it.each(pairs)("say what $type by $referenceType is", (pair) => {
    const word = entryWord(pair);
    expect(word && words[word]).toBeTruthy();
  });

  it("tell every two causes apart", () => {
    const said = pairs.map((pair) => words[entryWord(pair) ?? ""]);
    expect(new Set(said).size).toBe(pairs.length);
  });
});

it("knows a cause of every type of entry", () => {
  expect(Object.keys(REFERENCE_TYPES).sort()).toEqual([...entryType.options].sort());
});

it.each([
  // A later release may write what this one has no words for.
  [{ type: "RESTORE", referenceType: "LATER" }, "RESTORE"],
  [{ type: "RESTORE", referenceType: "toString" }, "RESTORE"],
  [{ type: "LATER", referenceType: "ORDER" }, null],
])("has the words of the type for a cause it does not know: %o", (cause, word) => {
  expect(entryWord(cause)).toBe(word);
});

describe("an account summed up", () => {
  const line = (type: string, referenceType: string, change: number) => ({
    type,
    referenceType,
    change,
  });

  it("keeps apart what went to orders and what went to rewards", () => {
    expect(
      partsOf([
        line("EARN", "ORDER", 9000),
        line("REDEEM", "ORDER", -3500),
        line("REDEEM", "REDEMPTION", -3000),
        line("RESTORE", "CAP", 200),
        line("RESTORE", "REDEMPTION", 1000),
      ]),
    ).toEqual([
      { word: "EARN_ORDER", points: 9000 },
      { word: "REDEEM_ORDER", points: -3500 },
      { word: "REDEEM_REWARD", points: -3000 },
      { word: "RESTORE_CAP", points: 200 },
      { word: "RESTORE_REWARD", points: 1000 },
    ]);
  });

  it("leaves nothing out that there are no words for", () => {
    const parts = partsOf([line("LATER", "ORDER", 7), line("EARN", "ORDER", 5)]);
    expect(parts.reduce((sum, { points }) => sum + points, 0)).toBe(12);
  });
});
