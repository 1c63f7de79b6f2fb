import type { Tx } from "@/platform/db";
import type { PublishedEvent } from "@/platform/outbox";
import * as rollups from "../store/rollups";
import * as source from "../store/source";
import type { Tallies } from "./tallies";

/** Events after which somebody may take part in an activity, or an order of theirs count otherwise. */
const TOUCHING = ["order.", "activity."];

interface Pair {
  part: source.PartRow & { tierCode: string };
  order: source.OrderRow;
}

/**
 * The effect of activities: who takes part, what was given to them, and what they order in the window.
 * An order counts for what its row says now; what it counted for before is kept, so that whatever
 * happens to it changes the figures by the difference.
 */
export async function addActivities(
  tx: Tx,
  events: readonly PublishedEvent[],
  tallies: Tallies,
): Promise<void> {
  addAwards(events, tallies);
  const touching = events.filter(({ type }) => TOUCHING.some((start) => type.startsWith(start)));
  const memberIds = idsOf(touching.map(({ memberId }) => memberId));
  if (memberIds.length === 0) return;
  const found = await source.participationsOf(tx, memberIds);
  if (found.length === 0) return;
  const counted = await rollups.participantsOf(tx, idsOf(found.map(({ memberId }) => memberId)));
  const tiers = new Map(counted.map((one) => [nameOf(one), one.tierCode]));
  const parts: Pair["part"][] = [];
  const pairs: Pair[] = [];
  for (const part of found) {
    const known = tiers.get(nameOf(part));
    const tierCode = known ?? tierAtJoining(touching, part);
    if (tierCode === null) continue;
    parts.push({ ...part, tierCode });
    if (known === undefined) pairs.push(...(await begin(tx, { ...part, tierCode }, tallies)));
  }
  pairs.push(...(await pairsOfOrders(tx, touching, parts)));
  await countPairs(tx, pairs, tallies);
}

function addAwards(events: readonly PublishedEvent[], tallies: Tallies): void {
  for (const { type, data, occurredAt } of events) {
    if (type !== "activity.awarded") continue;
    const key = [Number(data.activityId), tallies.dayOf(occurredAt), String(data.tierCode)];
    tallies.activities.add(key, { pointsGiven: Number(data.points) });
  }
}

const nameOf = ({ memberId, activityId }: { memberId: number; activityId: number }) =>
  `${memberId}:${activityId}`;

const idsOf = (ids: readonly (number | null)[]) => [
  ...new Set(ids.filter((id): id is number => id !== null)),
];

/**
 * The member's tier when they came to take part: of the first event since, which is the one that tells
 * of it. Null while that event is still to come.
 */
function tierAtJoining(
  touching: readonly PublishedEvent[],
  { memberId, joinedAt }: source.PartRow,
): string | null {
  const first = touching.find(
    (event) => event.memberId === memberId && event.occurredAt >= joinedAt,
  );
  return first === undefined ? null : String(first.data.tierCode);
}

/** A new participant, with the orders that they have in the window already. */
async function begin(tx: Tx, part: Pair["part"], tallies: Tallies): Promise<Pair[]> {
  const { activityId, memberId, joinedAt, tierCode } = part;
  const day = tallies.dayOf(joinedAt);
  rollups.insertParticipant(tx, { memberId, activityId, tierCode });
  tallies.activities.add([activityId, day, tierCode], { participants: 1 });
  tallies.signal(memberId, day);
  const orders = await source.ordersOfMember(tx, memberId, part);
  return orders.map((order) => ({ part, order }));
}

async function pairsOfOrders(
  tx: Tx,
  touching: readonly PublishedEvent[],
  parts: readonly Pair["part"][],
): Promise<Pair[]> {
  const orderEvents = touching.filter(({ type }) => type.startsWith("order."));
  const orderIds = [...new Set(orderEvents.map(({ data }) => String(data.orderId)))];
  if (orderIds.length === 0) return [];
  const orders = await source.ordersById(tx, orderIds);
  return orders.flatMap((order) =>
    parts
      .filter(({ memberId }) => memberId === order.memberId)
      .filter(({ startsAt, endsAt }) => order.paidAt >= startsAt && order.paidAt < endsAt)
      .map((part) => ({ part, order })),
  );
}

/** Brings what each order counts for in line with what it is now. */
async function countPairs(tx: Tx, pairs: readonly Pair[], tallies: Tallies): Promise<void> {
  if (pairs.length === 0) return;
  const unique = new Map(
    pairs.map((pair) => [`${pair.order.id}:${pair.part.activityId}`, pair] as const),
  );
  const before = new Map(
    (await rollups.countedOrders(tx, idsOf(pairs.map(({ order }) => order.id)))).map((row) => [
      `${row.orderRowId}:${row.activityId}`,
      row,
    ]),
  );
  for (const [name, { part, order }] of unique) {
    const old = before.get(name) ?? { orders: 0, spendMinor: 0 };
    const counts = order.cancelled ? 0 : 1;
    const change = {
      orders: counts - old.orders,
      spendMinor: counts * order.spendMinor - old.spendMinor,
    };
    const { activityId, tierCode } = part;
    tallies.activities.add([activityId, tallies.dayOf(order.paidAt), tierCode], change);
    tallies.activityOrders.add([order.id, activityId], change);
  }
}
