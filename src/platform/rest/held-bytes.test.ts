import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ANONYMOUS, type Caller } from "../auth";
import { heldBytesOf, holding, mayHold } from "./held-bytes";

const MB = 1_000_000;

const KNOWN = 96 * MB;

/** One after the other, each takes all that it may have, down to the last byte. */
function greedy(holders: number, max: number): number {
  let all = 0;
  for (let holder = 0; holder < holders; holder++) {
    let own = 0;
    for (let piece = MB; piece >= 1; piece = Math.floor(piece / 2)) {
      while (mayHold(piece, own, all, max)) {
        own += piece;
        all += piece;
      }
    }
  }
  return all;
}

describe("bytes of bodies that are held", () => {
  it.each<[string, number, number, number, boolean]>([
    ["one body", MB, 0, 0, true],
    ["ten of one holder", MB, 9 * MB, 9 * MB, true],
    ["eleven of one holder", MB, 10 * MB, 10 * MB, false],
    ["the largest batch there is, while three others send one", 8 * MB, 0, 24 * MB, true],
    ["a newcomer's while eight others hold all they may", MB, 0, 48 * MB, true],
    ["more of somebody who holds his part", MB, 6 * MB, 48 * MB, false],
    ["a sign-in where nothing is left", 16_000, 0, KNOWN, true],
    ["more than that where nothing is left", 16_001, 0, KNOWN, false],
  ])("%s", (_, bytes, own, all, may) => {
    expect(mayHold(bytes, own, all, KNOWN)).toBe(may);
  });

  it("leave room for a newcomer, however many take what they can before", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 400 }), (holders) => {
        const all = greedy(holders, KNOWN);
        expect(all).toBeLessThanOrEqual(KNOWN + holders * 16_000);
        expect(mayHold(16_000, 0, all, KNOWN)).toBe(true);
      }),
      { numRuns: 20 },
    );
  });

  it.each([1, 2, 3, 8, 64])(
    "are shared out among %i processes, and a batch and a signed event still fit",
    (processes) => {
      const most = heldBytesOf(processes);
      expect(most.known).toBeLessThanOrEqual(96 * MB);
      expect(mayHold(8 * MB, 0, 0, most.known)).toBe(true);
      expect(mayHold(12 * MB, 0, 0, most.known)).toBe(false);
      expect(most.strangers).toBeLessThanOrEqual(32 * MB);
      expect(mayHold(MB, 0, 0, most.strangers)).toBe(true);
      expect(mayHold(4 * MB, 0, 0, most.strangers)).toBe(false);
    },
  );

  it("are of a region where nobody is known, of the caller otherwise, and given back once", () => {
    const key: Caller = { kind: "service", actor: "service:bytes" } as Caller;
    const first = holding(ANONYMOUS, "2001:db8:7:7::1");
    for (let count = 0; count < 3; count += 1) first.hold(MB);
    const neighbour = holding(ANONYMOUS, "2001:db8:7:8::2");
    expect(() => neighbour.hold(MB)).toThrow("RATE_LIMIT_EXCEEDED");
    const known = holding(key, "2001:db8:7:7::1");
    known.hold(MB);
    holding(ANONYMOUS, "2001:db8:8:8::1").hold(0);
    first.release();
    first.release();
    for (let count = 0; count < 2; count += 1) neighbour.hold(MB);
    expect(() => neighbour.hold(2 * MB)).toThrow("RATE_LIMIT_EXCEEDED");
    neighbour.release();
    known.release();
  });

  it("of strangers take nothing from whom we know, whole networks of them either", () => {
    const crowd = Array.from({ length: 100 }, (_, n) => holding(ANONYMOUS, `198.51.${n}.1`));
    for (const stranger of crowd) {
      for (let piece = MB; piece >= 100; piece = Math.floor(piece / 2)) {
        try {
          while (true) stranger.hold(piece);
        } catch {
          // It has what it may have.
        }
      }
    }
    const batch = holding({ kind: "admin", actor: "admin:bytes" } as Caller, "198.51.1.1");
    for (let count = 0; count < 10; count += 1) batch.hold(MB);
    const newcomer = holding(ANONYMOUS, "203.0.113.1");
    expect(() => newcomer.hold(MB)).toThrow("RATE_LIMIT_EXCEEDED");
    newcomer.hold(16_000);
    for (const one of [...crowd, batch, newcomer]) one.release();
  });
});
