/**
 * How often a race is run. A few rounds with every test; `RACE_ROUNDS=500` for a long look at one that
 * may be lost only once in a while.
 */
export function raceRounds(usual: number): number {
  return Number(process.env.RACE_ROUNDS ?? usual);
}

const ROUND_MS_MAX = 2_000;

/** Time for so many rounds on a machine that is busy. */
export function raceTimeout(rounds: number): number {
  return Math.max(20_000, rounds * ROUND_MS_MAX);
}

/** Runs rounds a few at a time, so that members who have nothing to do with each other race as well. */
export async function race(rounds: number, atOnce: number, round: () => Promise<void>) {
  let left = rounds;
  const lane = async () => {
    while (left > 0) {
      left -= 1;
      await round();
    }
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
}
