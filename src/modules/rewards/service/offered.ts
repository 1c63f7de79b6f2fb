import type { Reader } from "@/platform/db";
import { type Place, type RewardRow, shownInOrder } from "../store/rewards";

const PAGE = 200;
const ALL = { kind: undefined, category: undefined };
/** More on a shelf than anybody looks through. */
const REWARDS_MAX = 1_000;

/** What members see in the mall, as it was judged when it was saved. */
export async function offeredRewards(db: Reader): Promise<RewardRow[]> {
  const all: RewardRow[] = [];
  for (let after: Place | null = null; all.length < REWARDS_MAX; ) {
    const rows: RewardRow[] = await shownInOrder(db, ALL, after, PAGE);
    all.push(...rows);
    const last = rows.at(-1);
    if (!last || rows.length < PAGE) break;
    after = { sortOrder: last.sortOrder, id: last.id };
  }
  return all;
}
