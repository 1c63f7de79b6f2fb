import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cursorId, pageOf } from "./paging";

describe("a cursor", () => {
  it.each([
    [undefined, null],
    ["1", 1],
    ["9000000000000", 9_000_000_000_000],
  ])("%s goes on after %s", (cursor, id) => {
    expect(cursorId(cursor)).toBe(id);
  });

  it.each(["", "0", "-1", "1.5", "1e3", " 1", "~~~", "99999999999999999"])(
    "that no page gave out is refused: %j",
    (cursor) => {
      expect(() => cursorId(cursor)).toThrow(
        expect.objectContaining({
          domainCode: "VALIDATION_FAILED",
          errors: [{ path: "cursor", message: "not a cursor" }],
        }),
      );
    },
  );
});

describe("pages", () => {
  it("one after the other have every row once, and the last knows that it is the last", () => {
    const ids = fc.uniqueArray(fc.integer({ min: 1, max: 500 }));
    fc.assert(
      fc.property(ids, fc.integer({ min: 1, max: 9 }), (some, limit) => {
        const sorted = some.toSorted((a, b) => a - b);
        const seen: number[] = [];
        let cursor: string | null = null;
        do {
          const after: number = cursorId(cursor ?? undefined) ?? 0;
          const rows: number[] = sorted.filter((id) => id > after).slice(0, limit + 1);
          const page = pageOf(rows, limit, (id) => id);
          seen.push(...page.shown);
          cursor = page.nextCursor;
        } while (cursor !== null);
        expect(seen).toEqual(sorted);
      }),
    );
  });
});
