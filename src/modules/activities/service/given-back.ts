import type { Work } from "@/platform/work";
import type { OrderRow } from "../../orders/service/book";
import type { Account } from "../../points/service/account";
import { leftOwed, noteOwed } from "../../points/service/claw-back";
import { participationsOf, saveAward } from "../store/participations";
import { recharge } from "../store/uses";

interface GivenBack {
  activityId: number;
  points: number;
}

const nameOf = (orderRowId: number) => `given back of order ${orderRowId}`;
const noted = (work: Work, orderRowId: number) => work.found<GivenBack[]>(nameOf(orderRowId)) ?? [];

/** What an edit gave back to a budget, before it is known whether the member has the points still. */
export function noteGivenBack(work: Work, orderRowId: number, back: GivenBack): void {
  if (back.points > 0) work.keep(nameOf(orderRowId), [...noted(work, orderRowId), back]);
}

/**
 * What of it was spent meanwhile and is owed is charged again: no room in a budget, as with an order that
 * is undone (give-back.ts). The budgets' rows are held since, so there is room for it.
 */
export async function chargeOwed(work: Work, account: Account, order: OrderRow): Promise<void> {
  const given = noted(work, order.id);
  let spent = leftOwed(work, order.orderId);
  if (spent === 0 || given.length === 0) return;
  const { member } = account;
  const ids = given.map(({ activityId }) => activityId);
  const parts = await participationsOf(work.tx, member.id, ids);
  for (const { activityId, points } of given) {
    const kept = Math.min(points, spent);
    spent -= kept;
    noteOwed(work, order.orderId, -kept);
    const part = parts.find((one) => one.activityId === activityId);
    const before = part?.claimedPoints ?? 0;
    const most = part && member.status !== "CLOSED" ? Math.max(before, member.owed) : before + kept;
    const charged = Math.min(before + kept, most) - before;
    if (charged === 0) continue;
    recharge(work.tx, activityId, { places: 0, points: charged, returned: 0 });
    if (part) saveAward(work.tx, { ...part, claimedPoints: before + charged });
  }
  work.keep(nameOf(order.id), []);
}
