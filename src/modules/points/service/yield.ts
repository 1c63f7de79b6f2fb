import type { Work } from "@/platform/work";
import * as store from "../store/redemptions";
import type { Account } from "./account";
import { restore } from "./redemption";
import { releaseForOrder } from "./release";

export { claimantsOn } from "../store/redemptions";

/** Points that were meant for an order which is somebody else's. */
export interface Yielded {
  claim: "HOLD" | "USE";
  points: number;
}

/**
 * The order's first event says whose it is: what another member spent on it or set aside for it goes
 * back to them, and the owner's points may take its place.
 */
export async function yieldOrder(
  work: Work,
  account: Account,
  orderId: string,
): Promise<Yielded[]> {
  const yielded: Yielded[] = [];
  const held = await releaseForOrder(work, account, orderId);
  if (held > 0) yielded.push({ claim: "HOLD", points: held });
  const redemption = await store.redemptionOfOrder(work.tx, orderId);
  if (redemption?.memberId !== account.member.id) return yielded;
  const { entryId, points } = await restore(work, account, redemption, {
    points: redemption.points - redemption.restored,
    reference: { type: "CLAIM", id: orderId },
    reason: null,
  });
  store.makeRoom(work.tx, redemption.id);
  if (redemption.reversedAt === null) {
    store.markReversed(work.tx, redemption.id, entryId, work.now);
  }
  return [...yielded, { claim: "USE", points }];
}
