import type { Work } from "@/platform/work";
import { releaseForOrder, claimantsOn as usersOn } from "../../benefits/service/end";
import {
  claimantsOn as couponUsersOn,
  releaseForOrder as releaseCoupons,
} from "../../coupons/service/end";
import { giveGuestOrder } from "../../guests/service/keep";
import { type Account, openAccount } from "../../points/service/account";
import { claimantsOn, yieldOrder } from "../../points/service/yield";
import type { Action } from "../schema/answers";

/**
 * The order was told of for the first time, and so whose it is. Whatever others spent on it, set aside
 * for it or used on it gives way. Looked for after the order is written: a claim that is being made right
 * now is waited for, and asks the book again itself.
 */
export async function takeFromOthers(
  work: Work,
  { member }: Account,
  orderId: string,
): Promise<Action[]> {
  giveGuestOrder(work, orderId, member.id);
  const found = await Promise.all([
    claimantsOn(work.tx, orderId, member.id),
    usersOn(work.tx, orderId, member.id),
    couponUsersOn(work.tx, orderId, member.id),
  ]);
  const others = [...new Set(found.flat())].sort((a, b) => a - b);
  const actions: Action[] = [];
  for (const id of others) actions.push(...(await takeFrom(work, id, orderId)));
  return actions;
}

async function takeFrom(work: Work, memberId: number, orderId: string): Promise<Action[]> {
  const account = await openAccount(work, { memberId });
  const points = await yieldOrder(work, account, orderId);
  const used = await releaseForOrder(work, account, orderId);
  const coupons = await releaseCoupons(work, account, orderId, { whose: "another" });
  return [
    ...points,
    ...used.map((worth) => ({ claim: "BENEFIT" as const, points: worth })),
    ...coupons.map(() => ({ claim: "COUPON" as const, points: 0 })),
  ].map((yielded) => ({ action: "CLAIM_YIELDED", memberId, ...yielded }));
}
