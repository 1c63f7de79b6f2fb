import type { Work } from "@/platform/work";
import type { Account } from "../../points/service/account";
import * as store from "../store/orders";

/** The order's row, locked; where no event told of the order yet, a row that waits for it. */
export async function knownOrder(
  work: Work,
  account: Account,
  orderId: string,
): Promise<store.OrderRow> {
  const known = await store.lockOrder(work.tx, orderId);
  if (known) return known;
  const { id: memberId } = account.member;
  const shell = { orderId, memberId, paidAmountMinor: null, paidAt: null, pointsEarned: 0 };
  return (await store.insertOrLockOrder(work.tx, shell, work.now)).order;
}
