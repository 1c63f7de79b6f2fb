import { describe, expect, it } from "vitest";
import { checkRouterState } from "./router-state";

/** A page's tree as Next's router tells of it: `nested(2)` has two segments. */
const nested = (segments: number) =>
  `${'["a",{"children":'.repeat(segments)}["__PAGE__",{}]${"}]".repeat(segments)}`;
const wide = (count: number) =>
  `["",{${Array.from({ length: count }, (_, n) => `"${n}":["",{}]`).join(",")}}]`;

const REAL = JSON.stringify([
  "",
  {
    children: [
      "(console)",
      {
        children: [
          "console",
          {
            children: [
              ["memberId", "12", "d", null],
              { children: ['__PAGE__?{"query":"a,b,{{{{"}', {}, null, null, 0] },
              null,
              null,
              0,
            ],
          },
          null,
          null,
          0,
        ],
      },
      null,
      null,
      0,
    ],
  },
  null,
  null,
  16,
]);

describe("what a browser says it has of a page", () => {
  it.each([
    ["nothing", undefined],
    ["a page of ours", REAL],
    ["the same as browsers send it", encodeURIComponent(REAL)],
    ["ten segments", nested(10)],
  ])("may be %s", (_, header) => {
    expect(() => checkRouterState(header)).not.toThrow();
  });

  it.each([
    ["deeper than pages are", nested(40)],
    ["so deep that Next would look at it for half a second", nested(700)],
    ["the same with escapes", encodeURIComponent(nested(300))],
    ["wider than pages are", wide(400)],
    ["said twice", [REAL, nested(700)]],
    ["a broken escape", "%E0%A4%A"],
    ["no JSON", "x"],
  ])("is refused where it is %s", (_, header) => {
    expect(() => checkRouterState(header)).toThrow("VALIDATION_FAILED");
  });
});
