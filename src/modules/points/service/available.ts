import { invariant } from "@/platform/errors";
import type { Work } from "@/platform/work";
import { asSpent, consumeLots } from "../rules/consume";
import type { Touch } from "../rules/types";
import * as lots from "../store/lots";
import type { Account } from "./account";

const LOT_PAGE = 64;

/** Lots that make up so many available points, earliest expiry first. */
export async function takeAvailable(
  work: Work,
  account: Account,
  points: number,
): Promise<Touch[]> {
  const found: lots.LotRow[] = [];
  let sum = 0;
  for (let offset = 0; sum < points; offset += LOT_PAGE) {
    const page = await lots.spendableLots(work.tx, account.member.id, { offset, limit: LOT_PAGE });
    if (page.length === 0) break;
    found.push(...page);
    sum += page.reduce((total, lot) => total + lot.remaining, 0);
  }
  const { taken, missing } = consumeLots(found, points, work.now);
  invariant(missing === 0, `the lots of member ${account.member.id} add up to available`);
  return asSpent(taken);
}
