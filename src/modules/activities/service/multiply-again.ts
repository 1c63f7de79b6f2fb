import type { Work } from "@/platform/work";
import type { Account } from "../../points/service/account";
import { budgetLeft } from "../rules/pace";
import { keptWeights } from "../rules/plan";
import { type ActivityRow, findAll } from "../store/activities";
import * as store from "../store/participations";
import { deleteUse, insertUse, recharge, usesOf } from "../store/uses";
import { noteGivenBack } from "./given-back";
import { tellPaces } from "./pace";
import {
  type KnownUse,
  knownOf,
  type Multiplied,
  multipliedBy,
  type OrderFacts,
  type Planned,
  planOrder,
} from "./plan-order";
import { tell } from "./tell";

/**
 * The same of an order that was edited, as if it had been completed so: what an activity gave it already is
 * room for it, and where the budget has none for more, the order keeps that. What it no longer gives goes
 * back. Refunds are counted anew after it.
 *
 * @param charged what activities were charged for it before that was kept with their uses
 * @returns null where none adds points
 */
export async function multiplyAgain(
  work: Work,
  account: Account,
  order: OrderFacts,
  charged: readonly { activityId: number; points: number }[],
): Promise<Multiplied | null> {
  // What was sent may still be on its way, and MySQL lets a read overtake it.
  await work.tx.arrive();
  const uses = await usesOf(work.tx, order.orderRowId);
  const isKept = (id: number) => uses.some(({ activityId }) => activityId === id);
  const before = charged.filter(({ activityId }) => !isKept(activityId));
  const known = [...uses, ...before.map((use) => ({ ...use, returned: 0 }))];
  const rows = await findAll(
    work.tx,
    known.map(({ activityId }) => activityId),
  );
  const limited = rows.filter(isLimited).map(({ id }) => id);
  const planned = await planOrder(work, account, order, { known, limited });
  if (planned === null) return null;
  for (const { activityId } of uses) {
    deleteUse(work.tx, { orderRowId: order.orderRowId, activityId });
  }
  const changes = new Map(rows.map((row) => [row.id, row]));
  for (const { activity } of planned.open) changes.set(activity.id, activity);
  for (const activity of [...changes.values()].sort((a, b) => a.id - b.id)) {
    await move(work, account, order, { activity, known, planned });
  }
  return multipliedBy(planned, order);
}

/** Brings one activity's figures from what it gave the order to what it gives now. */
async function move(
  work: Work,
  account: Account,
  { orderRowId, orderId, paidAt, paid }: OrderFacts,
  {
    activity,
    known,
    planned: { plan, open },
  }: { activity: ActivityRow; known: readonly KnownUse[]; planned: Planned },
): Promise<void> {
  const { id: activityId } = activity;
  const { id: memberId } = account.member;
  const before = knownOf(known, activityId);
  const use = plan.uses.find(({ id }) => id === activityId);
  const points = use?.points ?? 0;
  const isNew = use !== undefined && !open.find((one) => one.activity.id === activityId)?.part;
  const held = before.points - before.returned;
  // What came back and others have by now is not charged again: the refunds take it once more.
  const charged = Math.min(points, budgetLeft(activity) + held);
  const returned = points - charged;
  charge(work, activity, {
    ...{ places: isNew ? 1 : 0, points: charged - held },
    returned: returned - before.returned,
  });
  noteGivenBack(work, orderRowId, { activityId, points: held - charged });
  if (isNew) await store.insertParticipation(work.tx, activityId, memberId, work.now);
  if (use) {
    const weights = keptWeights(use, paid);
    insertUse(work.tx, { orderRowId, activityId, memberId, paidAt, points, returned, weights });
  }
  const newly = points - before.points;
  if (newly > 0) tell(work, account, activity, { orderId, points: newly, couponIds: [] });
}

const isLimited = ({ capacity, pointsBudget }: ActivityRow) =>
  capacity !== null || pointsBudget !== null;

/** Where it has a limit its row is held; else it is only counted, with the last statements of the work. */
function charge(
  work: Work,
  activity: ActivityRow,
  more: { places: 0 | 1; points: number; returned: number },
): void {
  const { places, points, returned } = more;
  if (places === 0 && points === 0 && returned === 0) return;
  const write = () => recharge(work.tx, activity.id, more);
  if (!isLimited(activity)) {
    work.atEnd(write);
    return;
  }
  write();
  const pointsGiven = activity.pointsGiven + points;
  if (points > 0) tellPaces(work, { ...activity, pointsGiven });
}
