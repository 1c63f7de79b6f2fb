import type { Difference } from "./books";
import { differenceAfter, differenceAtEnd } from "./compare";
import { newRealm } from "./driver";
import { newWorld, type Rules } from "./state";
import type { Operation } from "./vocabulary";

/** Makes a failing sequence as short as it goes by leaving things out and trying again. */

export interface Failure {
  operations: Operation[];
  difference: Difference;
}

/** Plays operations to members who have no past. Null: model and system agree to the end. */
export async function replay(rules: Rules, operations: Operation[]): Promise<Failure | null> {
  const world = newWorld(rules);
  const realm = await newRealm();
  for (const [index, op] of operations.entries()) {
    const difference = await differenceAfter(world, realm, op);
    if (difference) return { operations: operations.slice(0, index + 1), difference };
  }
  const difference = await differenceAtEnd(world, realm, operations.at(-1)?.at ?? 0);
  return difference && { operations, difference };
}

const REPLAYS_MAX = 600;

export async function shrink(rules: Rules, failure: Failure): Promise<Failure> {
  let best = failure;
  let replays = 0;
  let size = Math.ceil(best.operations.length / 2);
  while (size >= 1 && replays < REPLAYS_MAX) {
    let isShorter = false;
    // From the end: what happened last matters most and is found quickly.
    for (let from = best.operations.length - size; from > -size; from -= size) {
      const start = Math.max(0, from);
      const rest = best.operations.toSpliced(start, Math.min(size, from + size));
      const still = rest.length > 0 ? await replay(rules, rest) : null;
      replays += 1;
      if (!still) continue;
      best = still;
      isShorter = true;
      from = Math.min(from, best.operations.length);
    }
    if (size > 1) size = Math.ceil(size / 2);
    else if (!isShorter) break;
  }
  return best;
}
