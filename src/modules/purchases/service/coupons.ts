import type { Work } from "@/platform/work";
import { commitForOrder } from "../../coupons/service/orders";
import type { Account } from "../../points/service/account";
import type { Action } from "../schema";

interface PaidWith {
  orderId: string;
  paidAmountMinor: number;
  orderAmountMinor?: number | undefined;
  paidAt: Date;
  coupons?: readonly string[] | undefined;
}

/** The coupons that an order names: used, or told as not to be had; the order is paid already. */
export async function honourCoupons(
  work: Work,
  account: Account,
  completion: PaidWith,
): Promise<Action[]> {
  const { orderId, coupons: codes = [], paidAt } = completion;
  if (codes.length === 0) return [];
  const amountMinor = completion.orderAmountMinor ?? completion.paidAmountMinor;
  const goods = { amountMinor, lines: null, channel: undefined, store: undefined };
  const told = await commitForOrder(work, account, { orderId, codes, goods, paidAt });
  return told.map((one) => {
    if ("reason" in one) {
      return { action: "COUPON_REFUSED", code: one.code, reason: one.reason };
    }
    return { action: "COUPON_USED", useId: one.useId, discountMinor: one.discountMinor };
  });
}
