import type { View } from "@/platform/view";
import type { MergeFault } from "../../members/schema";
import type { Pair } from "../../members/service/merge";
import * as store from "../store/merge";

export { countRows as countOfCoupons, moveCoupons } from "../store/merge";

/**
 * On an order that is not told of yet both have used or set aside coupons, each judged without those of the
 * other: they end first, or the order is told. Nothing else of coupons is by the member: uses are the
 * coupon's.
 */
export async function faultsOfCoupons(
  { db, now }: View & { now: Date },
  { from, into }: Pair,
): Promise<MergeFault[]> {
  const orderId = await store.orderOfBoth(db, from.id, into.id, now);
  return orderId === null ? [] : [{ reason: "COUPONS_OF_BOTH_ON_ORDER", about: orderId }];
}
