import { parseAndValidateFlightRouterState } from "next/dist/server/app-render/parse-and-validate-flight-router-state";
import { HTML_LIMITED_BOT_UA_RE } from "next/dist/shared/lib/router/utils/html-bots";
import { describe, expect, it } from "vitest";
import { askForWholeFiles, checkRouterState, cutUserAgent } from "./next-headers";

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

describe("a file of a page", () => {
  it("is asked for as a whole, and without conditions that Next fails over", () => {
    const headers = {
      range: "bytes=999999999-",
      "if-range": '"x"',
      "if-match": '"x"',
      "if-unmodified-since": "Mon, 01 Jan 1990 00:00:00 GMT",
      "if-none-match": '"x"',
      "if-modified-since": "Mon, 01 Jan 1990 00:00:00 GMT",
    };
    askForWholeFiles(headers);
    expect(Object.keys(headers)).toEqual(["if-none-match", "if-modified-since"]);
  });
});

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

/** The least of five: what it takes, whatever else this process does. */
function leastCpuMs(act: () => unknown): number {
  const taken = [1, 2, 3, 4, 5].map(() => {
    const before = process.cpuUsage();
    act();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  });
  return Math.min(...taken);
}

describe("what Next reads of headers", () => {
  /** Without a bound they take hundreds of milliseconds. */
  const A_MOMENT_MS = 60;

  it("is looked through in a moment, whatever a browser calls itself", () => {
    for (const letter of ["a", "-", "-G", "Google-", "a-"]) {
      const headers = { "user-agent": letter.repeat(16_000 / letter.length) };
      cutUserAgent(headers);
      expect(leastCpuMs(() => HTML_LIMITED_BOT_UA_RE.test(headers["user-agent"]))).toBeLessThan(
        A_MOMENT_MS,
      );
    }
  });

  it("is read in a moment, whatever tree is let through", () => {
    const leaves = Array.from({ length: 30 }, (_, n) => `"${n}":["",{}]`).join(",");
    const tree = `${'["",{"a":'.repeat(14)}["",{${leaves}}]${"}]".repeat(14)}`;
    expect(() => checkRouterState(tree)).not.toThrow();
    expect(leastCpuMs(() => parseAndValidateFlightRouterState(tree))).toBeLessThan(A_MOMENT_MS);
  });
});
