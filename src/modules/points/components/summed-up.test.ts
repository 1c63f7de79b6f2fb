import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { LedgerSummary } from "../schema/ledger";
import { accountsOfSum, partsOfSum } from "./summed-up";

const figure = fc.integer({ min: -1_000_000, max: 1_000_000 });

/** Any seven sums by type, with any way of having what they add up to. */
const summaries = fc
  .record({
    earned: figure,
    redeemed: figure,
    restored: figure,
    clawedBack: figure,
    expired: figure,
    adjusted: figure,
    forfeited: figure,
    transferred: figure,
    pending: figure,
    frozen: figure,
    owed: figure,
  })
  .map(({ pending, frozen, owed, ...sums }): LedgerSummary => {
    const net =
      sums.earned -
      sums.redeemed +
      sums.restored -
      sums.clawedBack -
      sums.expired +
      sums.adjusted -
      sums.forfeited +
      sums.transferred;
    const available = net - pending - frozen + owed;
    return { ...sums, net, change: { available, pending, frozen, owed } };
  });

const sum = (parts: readonly { points: number }[]) =>
  parts.reduce((all, { points }) => all + points, 0);

describe("what is shown of a history’s sum", () => {
  it("adds up to the total, whatever happened", () => {
    fc.assert(fc.property(summaries, (summary) => sum(partsOfSum(summary)) === summary.net));
  });

  it("adds up by accounts too, wherever it says them", () => {
    fc.assert(
      fc.property(summaries, (summary) => {
        const accounts = accountsOfSum(summary);
        if (accounts.length === 0) expect(summary.change.available).toBe(summary.net);
        else expect(sum(accounts)).toBe(summary.net);
      }),
    );
  });
});
