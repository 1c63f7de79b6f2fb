import type { Work } from "@/platform/work";
import * as book from "../../orders/service/book";
import type { Account } from "../../points/service/account";
import type { Action } from "../schema/answers";
import { takeFromOthers } from "./claims";

export interface Known {
  order: book.OrderRow;
  /** What its becoming known moved. */
  actions: Action[];
}

/** The order's row, locked; where no event told of the order yet, a row that waits for it. */
export async function knownOrder(work: Work, account: Account, orderId: string): Promise<Known> {
  const known = await book.lockOrder(work.tx, orderId);
  if (known) return { order: known, actions: [] };
  const { id: memberId } = account.member;
  const shell = { ...NOTHING_PAID, orderId, memberId };
  const { inserted, order } = await book.insertOrLockOrder(work.tx, shell, work.now);
  return { order, actions: inserted ? await takeFromOthers(work, account, orderId) : [] };
}

const NOTHING_PAID = {
  paidAmountMinor: null,
  amountMinor: null,
  paidAt: null,
  shippingMinor: 0,
  otherMinor: 0,
  channel: null,
  store: null,
  currency: null,
  rate: null,
  attributes: null,
  lineCount: 0,
  pointsEarned: 0,
  terms: null,
};
