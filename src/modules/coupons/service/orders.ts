import { asDomainError } from "@/platform/errors";
import type { Work } from "@/platform/work";
import { isSpent, missedIn } from "../../access/service/misses";
import type { ToldAmount } from "../../points/rules/told-amount";
import type { Account } from "../../points/service/account";
import { readCode } from "../rules/code";
import type { Goods } from "../rules/discount";
import { couponByHash, lockCoupon } from "../store/coupons";
import * as store from "../store/uses";
import { typedHash } from "./codes";
import { commit } from "./end";
import { isFor, onOrdersOf } from "./find";
import { hasLapsed } from "./standing";
import { lockNamed, record, tell, worthOn } from "./use";

/** What an order says of coupons when it is told. */

export interface OrderCoupons {
  orderId: string;
  codes: readonly string[];
  goods: Goods;
  amount: ToldAmount;
  paidAt: Date;
}

const UNKNOWN = "COUPON_NOT_FOUND";
const TOO_MANY = "RATE_LIMIT_EXCEEDED";

export type Honoured =
  | { code: string; useId: number; discountMinor: number }
  | { code: string; reason: string };

/**
 * An order was paid with coupons: what is set aside of them is used, and what is not is judged as of when
 * it was paid. A coupon that is not to be had is told and fails no order, which is paid already. The
 * member and the order are locked.
 */
export async function commitForOrder(
  work: Work,
  account: Account,
  order: OrderCoupons,
): Promise<Honoured[]> {
  const told: Honoured[] = [];
  const codes = new Set(order.codes.map(readCode));
  const { id: memberId } = account.member;
  await lockInOrder(work, memberId, codes);
  const tries = onOrdersOf(memberId);
  const isOver = codes.size > 0 && (await isSpent(work.tx, tries));
  for (const code of codes) {
    told.push({ code, ...(await honour(work, account, { ...order, isOver }, code)) });
  }
  const wrong = told.filter((one) => "reason" in one && one.reason === UNKNOWN).length;
  if (wrong > 0) await missedIn(work, tries, wrong);
  return told;
}

/**
 * Codes count in the order in which they are named, and are locked in that of their ids: two orders that
 * name the same the other way round do not wait for each other.
 */
async function lockInOrder(work: Work, memberId: number, codes: Iterable<string>): Promise<void> {
  const hashes = await Promise.all([...codes].map((code) => typedHash(work.tx, code)));
  const found = await Promise.all(hashes.map((hash) => couponByHash(work.tx, hash)));
  const theirs = found.flatMap((one) => (one && isFor(one, memberId) ? [one.id] : []));
  if (theirs.length < 2) return;
  for (const id of theirs.sort((a, b) => a - b)) await lockCoupon(work.tx, id);
}

interface Honouring extends OrderCoupons {
  /** The member's orders named too many wrong codes: what is not set aside already is not looked at. */
  isOver: boolean;
}

async function honour(work: Work, account: Account, order: Honouring, code: string) {
  const { orderId, goods, paidAt, isOver } = order;
  const { id: memberId } = account.member;
  const coupon = await lockNamed(work, { code }, memberId).catch((error: unknown) => {
    if (asDomainError(error)?.domainCode === UNKNOWN) return null;
    throw error;
  });
  if (!coupon) return { reason: isOver ? TOO_MANY : UNKNOWN };
  const known = await store.activeUse(work.tx, coupon.id, orderId);
  if (known?.memberId === memberId && !hasLapsed(known, work.now)) {
    if (known.status === "RESERVED") await commit(work, account, coupon, known);
    return { useId: known.id, discountMinor: known.discountMinor };
  }
  if (isOver) return { reason: TOO_MANY };
  const discount = await worthOn(work, account, { coupon, goods, orderId, at: paidAt });
  if (!discount.usable) return { reason: discount.reason };
  if (known) store.endUse(work.tx, known.id, { status: "EXPIRED", endedAt: work.now });
  const using = { couponId: coupon.id, orderId, amount: order.amount, discount, reserve: false };
  const use = await record(work, account, { ...using, ttlSeconds: undefined });
  await tell(work, account, "coupon.used", use, coupon);
  return { useId: use.id, discountMinor: use.discountMinor };
}
