import { describe, expect, it } from "vitest";
import { partsChanged } from "./parts";

const programPart = (before: string, after: string) => ({
  ...{ field: "programPart", before, after },
});

describe("what a version changes, leaf by leaf", () => {
  it.each<[string, unknown, unknown, ReturnType<typeof programPart>[]]>([
    ["nothing", { a: { b: 1 } }, { a: { b: 1 } }, []],
    ["a figure", { a: { b: 1 } }, { a: { b: 2 } }, [programPart("a.b 1", "2")]],
    ["what was not there", {}, { a: 1 }, [programPart("a –", "1")]],
    ["what is no more", { a: 1 }, {}, [programPart("a 1", "–")]],
    [
      "an entry of a list, by its name, wherever it stands",
      {
        tiers: [
          { code: "GOLD", min: 5 },
          { code: "TOP", min: 9 },
        ],
      },
      {
        tiers: [
          { code: "TOP", min: 8 },
          { code: "GOLD", min: 5 },
        ],
      },
      [programPart("tiers.TOP.min 9", "8")],
    ],
    ["a list of words", { on: ["a"] }, { on: ["a", "b"] }, [programPart("on a", "a, b")]],
  ])("%s", (_, before, after, changes) => {
    expect(partsChanged(before, after)).toEqual(changes);
  });

  it("of a long text its end too, and of many all", () => {
    const text = "字".repeat(500);
    expect(partsChanged({ text: `${text}a` }, { text: `${text}b` })).toHaveLength(1);
    const many = (value: number) =>
      Object.fromEntries(Array.from({ length: 300 }, (_, n) => [n, value]));
    expect(partsChanged(many(1), many(2))).toHaveLength(300);
  });
});
