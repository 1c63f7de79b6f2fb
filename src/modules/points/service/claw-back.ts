import type { Work } from "@/platform/work";
import { clawBack } from "../rules/refund";
export { undoneShare } from "../rules/refund";
import type { Lot } from "../rules/types";
import { entryByReference } from "../store/entries";
import * as lots from "../store/lots";
import { type Account, post } from "./account";

export interface ClawBack {
  points: number;
  orderId: string;
  reference: { type: string; id: string };
  breakdown: Record<string, unknown>;
}

const PAGE = 64;

/** Available lots of the member until they make up the points, or all of them. */
async function otherLots(work: Work, memberId: number, points: number, own: number | undefined) {
  const found: Lot[] = [];
  let sum = 0;
  for (let offset = 0; sum < points; offset += PAGE) {
    const page = await lots.spendableLots(work.tx, memberId, { offset, limit: PAGE });
    for (const lot of page) {
      if (lot.id === own) continue;
      found.push(lot);
      sum += lot.remaining;
    }
    if (page.length < PAGE) break;
  }
  return found;
}

/**
 * Takes back points that a refunded order earned: from its own lot, then from what else is
 * available; the rest is owed and paid by what comes next.
 */
export async function takeBack(work: Work, account: Account, claw: ClawBack): Promise<number> {
  const { member } = account;
  const earned = await entryByReference(work.tx, "EARN", { type: "ORDER", id: claw.orderId });
  const ownLot = earned && (await lots.lotOfEntry(work.tx, earned.id));
  const left = claw.points - (ownLot?.remaining ?? 0);
  const others = left > 0 ? await otherLots(work, member.id, left, ownLot?.id) : [];
  const plan = clawBack({ points: claw.points, ownLot, otherLots: others });
  const entryId = await post(work, account, {
    type: "CLAW_BACK",
    ...plan,
    reference: claw.reference,
    effectiveAt: work.now,
    breakdown: claw.breakdown,
  });
  work.emit("points.clawed_back", member.id, {
    externalId: member.externalId,
    transactionId: String(entryId),
    points: claw.points,
    orderId: claw.orderId,
    available: member.available,
    owed: member.owed,
  });
  return entryId;
}
