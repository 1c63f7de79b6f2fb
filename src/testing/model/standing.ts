import { activeOn, memberOf, type Order, refuse, type World } from "./state";

/** What an order says to every act on it. */

/** How much of how much is undone; of an order without money by what it is worth. */
export function undoneOf(order: Order, said: number | null): { whole: number; undone: number } {
  if (order.isCancelled) return { whole: 1, undone: 1 };
  if (order.paid === null) return { whole: 1, undone: 0 };
  if (order.paid > 0) return { whole: order.paid, undone: order.refunded };
  const whole = order.worth ?? said ?? 0;
  return whole === 0 ? { whole: 1, undone: 0 } : { whole, undone: Math.min(whole, order.undone) };
}

export function isUndone(order: Order, said: number | null): boolean {
  const { whole, undone } = undoneOf(order, said);
  return undone >= whole;
}

/** Somebody else's, cancelled or refunded in full: it takes nothing. */
export function requireStanding(
  world: World,
  name: string,
  act: { by: number; amount: number },
): void {
  const order = world.orders.get(name);
  if (!order) return;
  if (order.owner !== memberOf(world, act.by) || isUndone(order, act.amount))
    refuse("DUPLICATE_REFERENCE");
}

/** A point takes one fen off: what was paid and what points took off make up what it is worth. */
export function worthOf(order: Order | undefined, points: number): number | null {
  if (!order) return null;
  if (order.worth !== null) return order.worth;
  return order.paid ? order.paid + points : null;
}

/** What refunds may still come to; null: nobody knows. */
export function roomOf(world: World, order: Order): number | null {
  if (order.paid === null) return null;
  if (order.paid > 0) return order.paid - order.refunded;
  const whole = order.worth ?? activeOn(world, order.name)?.amount ?? null;
  return whole === null ? null : Math.max(0, whole - order.undone);
}

/** What is left of the line that is named; everything where none is. */
export function lineLeft({ lines }: Order, line: number | null): number {
  const named = line === null ? undefined : lines?.[line];
  return named ? named.whole - named.gone : Number.POSITIVE_INFINITY;
}

export function fits(world: World, order: Order, amount: number): boolean {
  const room = roomOf(world, order);
  return room === null || amount <= room;
}
