/** How points lie on the lines of an order: pure, over figures. */

/** Points are told apart to a thousandth where they lie on lines unlike their money. */
export const OF_A_POINT = 1_000;

/** Points, and by what they lie on each line, in the order of the lines. */
export interface Lying {
  points: number;
  shares: readonly bigint[];
}

const sumOf = (shares: readonly bigint[]) => shares.reduce((sum, one) => sum + one, 0n);

/** In thousandths of a point, line by line. Example: 100 points by 1 and 2 → 33333 and 66666. */
export function lyingOn({ points, shares }: Lying): number[] {
  const all = sumOf(shares);
  if (all === 0n) return shares.map(() => 0);
  return shares.map((share) => Number((BigInt(points * OF_A_POINT) * share) / all));
}

/** Whether points lie as the money that was paid for each line; those that lie nowhere do. */
export function isAsMoney(shares: readonly bigint[], paid: readonly number[]): boolean {
  const all = sumOf(shares);
  if (all === 0n) return true;
  const whole = sumOf(paid.map(BigInt));
  return whole > 0n && shares.every((share, at) => share * whole === all * BigInt(paid[at] ?? 0));
}
