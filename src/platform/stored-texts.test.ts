import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { textCells, withTexts } from "./stored-texts";
import type { LocalizedText } from "./texts";

interface Row {
  id: number;
  name: LocalizedText | null;
}
const read = (cells: ReturnType<typeof textCells<"name">>) =>
  withTexts<Row, "name">({ id: 1, ...cells }, ["name"]);
const word = fc.stringMatching(/^[a-z"'\\甲乙]{1,8}$/);

describe("a text in a table", () => {
  it("is read as it was written, and nothing else of its row changes", () => {
    const text = fc.record({ "zh-CN": word, en: word }, { requiredKeys: ["zh-CN"] });
    fc.assert(
      fc.property(fc.option(text), (name) => {
        expect(read(textCells("name", name))).toEqual({ id: 1, name });
      }),
    );
  });

  it("can be read by a process of the release before", () => {
    const cells = textCells("name", { "zh-CN": "香囊" });
    expect(cells).toEqual({ name: "香囊", nameEn: "香囊", nameTexts: '{"zh-CN":"香囊"}' });
  });

  it.each([
    ["inserted it", null, "甲", "A", { "zh-CN": "甲", en: "A" }],
    ["changed it", '{"zh-CN":"乙","en":"B"}', "甲", "A", { "zh-CN": "甲", en: "A" }],
    ["wrote one language", null, "甲", null, { "zh-CN": "甲" }],
    ["wrote English alone", null, null, "A", { "zh-CN": "A", en: "A" }],
    ["took it away", '{"zh-CN":"乙","en":"B"}', null, null, null],
  ])("is what a process of the release before says that %s", (_, nameTexts, name, nameEn, text) => {
    expect(read({ name, nameEn, nameTexts }).name).toEqual(text);
  });
});
