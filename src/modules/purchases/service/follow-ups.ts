import type { Work } from "@/platform/work";
import { followOrders } from "../../activities/service/follow";
import { giveBackBudgets } from "../../activities/service/give-back";
import { chargeOwed } from "../../activities/service/given-back";
import { prospectsOf } from "../../activities/service/prospects";
import { followReferral } from "../../earning/service/referral";
import type { OrderRow } from "../../orders/service/book";
import type { Account } from "../../points/service/account";
import type { Action } from "../schema/answers";

/**
 * What else follows from an order's new state: budgets, bonuses, challenges and the reward for an invitation.
 * Comes last, because the rows of activities that it may lock are everybody's.
 */
export async function followUps(work: Work, account: Account, order: OrderRow): Promise<Action[]> {
  const { orderId, paidAt } = order;
  if (paidAt === null) return [];
  const { invited, running } = await prospectsOf(work, account.member.id, paidAt);
  const referral = invited ? await followReferral(work, account) : [];
  if (!running) return referral;
  await chargeOwed(work, account, order);
  await giveBackBudgets(work, account, order);
  return [...referral, ...(await followOrders(work, account, { orderId, paidAt }))];
}
