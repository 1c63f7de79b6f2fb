/** When nothing was answered, which an availability in parts of a hundred hides. */

/** What was done shortly before may still be felt. */
const BEFORE_MS = 1_000;
const TOLD = 5;

/**
 * The longest spans in which nothing was answered, and what was done in each.
 * @param {{ name: string, at: number }[]} faults @param {import("./clients.mjs").Write[]} writes
 */
export function tellGaps(faults, writes) {
  const answered = writes.map(({ at }) => at).sort((a, b) => a - b);
  const gaps = answered.slice(1).map((to, index) => ({ from: answered[index] ?? to, to }));
  const longest = gaps.sort((a, b) => b.to - b.from - (a.to - a.from)).slice(0, TOLD);
  for (const { from, to } of longest) {
    const inside = faults.filter(({ at }) => at > from - BEFORE_MS && at < to);
    const names = inside.map(({ name, at }) => `${name} at ${seconds(at - from)}`).join(", ");
    console.log(`nothing for ${seconds(to - from)}: ${names}`);
  }
}

/** @param {number} ms */
function seconds(ms) {
  return `${(ms / 1_000).toFixed(1)} s`;
}
