import type { Work } from "@/platform/work";
import { endOf, maskedCode } from "../../coupons/rules/code";
import { commitForOrder } from "../../coupons/service/orders";
import { linesInProgram, toProgram } from "../../orders/rules/currency";
import { amountOf } from "../../orders/schema/check";
import { otherCurrency, type Rate } from "../../orders/schema/currency";
import type { Account } from "../../points/service/account";
import type { Action } from "../schema/answers";
import type { Completion } from "./told-order";

/** The coupons that an order names: used, or told as not to be had; the order is paid already. */
export async function honourCoupons(
  work: Work,
  account: Account,
  completion: Completion,
  rate: Rate,
): Promise<Action[]> {
  const { orderId, coupons: codes = [], paidAt } = completion;
  if (codes.length === 0) return [];
  const { goods, ownMinor } = goodsBefore(completion, rate);
  const amount = {
    orderAmountMinor: goods.amountMinor,
    currency: otherCurrency(completion.currency),
    rate,
    ownAmountMinor: rate === null ? null : ownMinor,
  };
  const told = await commitForOrder(work, account, { orderId, codes, goods, amount, paidAt });
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
function goodsBefore({ lines, channel, store, ...order }: Completion, rate: Rate) {
  const before = lines?.map((line) => ({ ...line, discountMinor: 0 }));
  const ownMinor = before ? amountOf(before) : (order.orderAmountMinor ?? order.paidAmountMinor);
  const priced = before ? linesInProgram(before, rate) : null;
  const goods = { amountMinor: toProgram(ownMinor, rate), lines: priced, channel, store };
  return { goods, ownMinor };
}
