import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ACCOUNT_NAMES, type Accounts } from "../schema/ledger";
import { transferOf } from "./transfer";
import { outsidePoints } from "./types";

const account = (available: number, pending: number, frozen: number, owed: number): Accounts => ({
  available,
  pending,
  frozen,
  owed,
});

const figure = fc.nat({ max: 10_000 });
/** Nobody has points available while they owe some. */
const accounts = fc
  .record({ available: figure, pending: figure, frozen: figure, owed: figure })
  .map((one) => (one.available > 0 && one.owed > 0 ? { ...one, owed: 0 } : one));

const sumOf = (one: Accounts, other: Accounts) =>
  account(
    one.available + other.available,
    one.pending + other.pending,
    one.frozen + other.frozen,
    one.owed + other.owed,
  );

describe("what goes from one to another", () => {
  it.each([
    ["all of it", account(100, 20, 5, 0), account(0, 0, 0, 0), account(100, 20, 5, 0), 0],
    [
      "debt to one who has points",
      account(0, 0, 0, 50),
      account(120, 0, 0, 0),
      account(-50, 0, 0, 0),
      50,
    ],
    [
      "points to one who owes",
      account(30, 0, 0, 0),
      account(0, 0, 0, 50),
      account(0, 0, 0, -30),
      30,
    ],
    ["debt to debt", account(0, 7, 0, 10), account(0, 0, 0, 5), account(0, 7, 0, 10), 0],
  ])("is %s", (_, from, into, comes, paid) => {
    expect(transferOf(from, into)).toMatchObject({ in: comes, paid });
  });

  it("leaves nothing, makes nothing, and never leaves points beside a debt", () => {
    fc.assert(
      fc.property(accounts, accounts, (from, into) => {
        const moved = transferOf(from, into);
        expect(sumOf(from, moved.out)).toEqual(account(0, 0, 0, 0));
        expect(outsidePoints(moved.out) + outsidePoints(moved.in)).toBe(0);
        const after = sumOf(into, moved.in);
        for (const name of ACCOUNT_NAMES) expect(after[name]).toBeGreaterThanOrEqual(0);
        expect(Math.min(after.available, after.owed)).toBe(0);
      }),
    );
  });
});
