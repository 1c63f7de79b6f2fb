import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ANONYMOUS, type Caller } from "../auth";
import { heldBytesOf, holding, mayHold } from "./held-bytes";

const MB = 1_000_000;

describe("bytes of bodies that are held", () => {
  it.each<[string, number, number, number, boolean]>([
    ["one body", MB, 0, 0, true],
    ["fourteen of one holder", MB, 13 * MB, 13 * MB, true],
    ["fifteen of one holder", MB, 14 * MB, 14 * MB, false],
    ["a newcomer's while eight others hold all they may", MB, 0, 64 * MB, true],
    ["more of somebody who holds his part", MB, 8 * MB, 64 * MB, false],
  ])("%s", (_, bytes, own, all, may) => {
    expect(mayHold(bytes, own, all)).toBe(may);
  });

  it("leave room for a newcomer, however many take what they can", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 1, max: MB })), {
          maxLength: 2000,
        }),
        (asked) => {
          const own = new Map<number, number>();
          let all = 0;
          for (const [holder, bytes] of asked) {
            const has = own.get(holder) ?? 0;
            if (!mayHold(bytes, has, all)) continue;
            own.set(holder, has + bytes);
            all += bytes;
          }
          expect(all).toBeLessThan(128 * MB);
          expect(mayHold(100_000, 0, all)).toBe(true);
        },
      ),
    );
  });

  it.each([1, 2, 3, 8, 64])(
    "are shared out among %i processes, and a batch still fits",
    (processes) => {
      const most = heldBytesOf(processes);
      expect(most).toBeLessThanOrEqual(128 * MB);
      expect(mayHold(8 * MB, 0, 0, most)).toBe(true);
      expect(mayHold(15 * MB, 0, 0, most)).toBe(false);
    },
  );

  it("are of a network where nobody is known, of the caller otherwise, and given back once", () => {
    const key: Caller = { kind: "service", actor: "service:bytes" } as Caller;
    const first = holding(ANONYMOUS, "2001:db8:7:7::1");
    for (let count = 0; count < 14; count += 1) first.hold(MB);
    const neighbour = holding(ANONYMOUS, "2001:db8:7:7::2");
    expect(() => neighbour.hold(MB)).toThrow("RATE_LIMIT_EXCEEDED");
    const known = holding(key, "2001:db8:7:7::1");
    known.hold(MB);
    holding(ANONYMOUS, "2001:db8:8:8::1").hold(0);
    first.release();
    first.release();
    for (let count = 0; count < 13; count += 1) neighbour.hold(MB);
    expect(() => neighbour.hold(2 * MB)).toThrow("RATE_LIMIT_EXCEEDED");
    neighbour.release();
    known.release();
  });
});
