import { describe, expect, it } from "vitest";
import { browserFailures, failureLine } from "./failures.mjs";

describe("what failed", () => {
  it("is told in one line, without colours, cut where it is long", () => {
    expect(failureLine("a.test.ts › adds", "\u001b[31mexpected 1\u001b[39m\n  to be 2")).toBe(
      "a.test.ts › adds: expected 1 to be 2",
    );
    expect(failureLine("a.test.ts", undefined)).toBe("a.test.ts");
    expect(failureLine("a", "b".repeat(1000))).toHaveLength(301);
  });

  it("is found in the browser's report, however deep, and nothing else", () => {
    const spec = (title: string, status: string, message?: string) => ({
      title,
      file: "a.spec.ts",
      line: 7,
      tests: [{ status, projectName: "phone", results: [{ errors: [{ message }] }] }],
    });
    expect(
      browserFailures({
        suites: [
          {
            title: "a.spec.ts",
            specs: [spec("passes", "expected"), spec("waits", "skipped")],
            suites: [{ title: "inner", specs: [spec("fails", "unexpected", "no\nbutton")] }],
          },
        ],
        errors: [{ message: "no browser" }],
      }),
    ).toEqual(["[phone] a.spec.ts:7 › fails: no button", "outside of a test: no browser"]);
    expect(browserFailures(null)).toEqual([]);
  });
});
