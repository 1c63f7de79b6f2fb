import { invariant } from "@/platform/errors";
import type { Work } from "@/platform/work";
import { asSpent, consumeLots } from "../rules/consume";
import type { Touch } from "../rules/types";
import * as lots from "../store/lots";
import type { Account } from "./account";

const LOT_PAGE = 64;

/** Available lots, earliest expiry first, until they make up the points, or all of them; never `except`. */
export async function lotsUpTo(
  work: Work,
  memberId: number,
  points: number,
  except: readonly number[] = [],
): Promise<lots.LotRow[]> {
  const found: lots.LotRow[] = [];
  let last: lots.LotRow | undefined;
  let sum = 0;
  while (sum < points) {
    const page = await lots.spendableLots(work.tx, memberId, { last, limit: LOT_PAGE });
    const others = page.filter(({ id }) => !except.includes(id));
    found.push(...others);
    sum += others.reduce((total, lot) => total + lot.remaining, 0);
    last = page.at(-1);
    if (page.length < LOT_PAGE) break;
  }
  return found;
}

/** Lots that make up so many available points, earliest expiry first. */
export async function takeAvailable(
  work: Work,
  { member }: Account,
  points: number,
): Promise<Touch[]> {
  const found = await lotsUpTo(work, member.id, points);
  const { parts, missing } = consumeLots(found, points, work.now);
  invariant(missing === 0, `the lots of member ${member.id} add up to available`);
  return asSpent(parts);
}
