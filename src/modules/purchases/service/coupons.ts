import type { Work } from "@/platform/work";
import { endOf, maskedCode } from "../../coupons/rules/code";
import { commitForOrder } from "../../coupons/service/orders";
import { amountOf } from "../../orders/schema/check";
import type { Account } from "../../points/service/account";
import type { Action } from "../schema/answers";
import type { Completion } from "./told-order";

/** The coupons that an order names: used, or told as not to be had; the order is paid already. */
export async function honourCoupons(
  work: Work,
  account: Account,
  completion: Completion,
): Promise<Action[]> {
  const { orderId, coupons: codes = [], paidAt } = completion;
  if (codes.length === 0) return [];
  const goods = goodsBefore(completion);
  const told = await commitForOrder(work, account, { orderId, codes, goods, paidAt });
  return told.map((one) => {
    if ("reason" in one) {
      // The answer is kept under its key and in the audit log: a code that is good there is not.
      const code = maskedCode(endOf(one.code));
      return { action: "COUPON_REFUSED", code, reason: one.reason };
    }
    return { action: "COUPON_USED", useId: one.useId, discountMinor: one.discountMinor };
  });
}

/** What a line was taken off is what its coupons took, among others: they are judged by its price. */
function goodsBefore({ lines, channel, store, ...order }: Completion) {
  const priced = lines?.map((line) => ({ ...line, discountMinor: 0 }));
  const amountMinor = order.orderAmountMinor ?? order.paidAmountMinor;
  return {
    amountMinor: priced ? amountOf(priced) : amountMinor,
    lines: priced ?? null,
    channel,
    store,
  };
}
