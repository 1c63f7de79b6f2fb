/**
 * How far along a ladder drawn in even steps somebody has come, in percent of its whole length:
 * steps already taken, and of the next one as much as is done. Example: third of five tiers, half
 * of the way to the fourth → 62.5.
 *
 * `percent` is of the next tier's whole requirement (what a member sees said); what was needed for
 * the present tier is taken off, so that a new tier begins at its own seal.
 */
export function placeOnLadder(
  tiers: readonly { rank: number; thresholdMinor: number }[],
  { currentRank, percent }: { currentRank: number; percent: number },
): number {
  const steps = tiers.length - 1;
  const at = tiers.findIndex(({ rank }) => rank === currentRank);
  if (steps < 1 || at === steps) return 100;
  if (at < 0) return 0;
  const from = tiers[at]?.thresholdMinor ?? 0;
  const to = tiers[at + 1]?.thresholdMinor ?? 0;
  const done = to > from ? ((percent / 100) * to - from) / (to - from) : 0;
  return ((at + Math.min(1, Math.max(0, done))) / steps) * 100;
}
