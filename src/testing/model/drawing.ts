import { livingHolds } from "./lots";
import type { Random } from "./random";
import { type Member, memberOf, type Order, type World } from "./state";
import { DAY } from "./vocabulary";

/** What a drawn operation is drawn from. */
export interface Draw {
  random: Random;
  world: World;
  at: number;
  by: number;
  /** How much money goes around in this world: the largest usual payment in yuan. */
  wealth: number;
  /** A label that nothing has yet. */
  fresh: (prefix: string) => string;
}

export const self = (draw: Draw): Member => memberOf(draw.world, draw.by);

/** Points that a hold may outlive. */
export const expiresSoon = (member: Member, now: number) =>
  member.lots.some(
    ({ matured, remaining, expiresAt }) => matured && remaining > 0 && expiresAt < now + DAY,
  );

/** Sometimes one of the given, sometimes nothing of that sort. */
export function oneOf<T>(draw: Draw, from: Iterable<T>, percent = 100): T | undefined {
  return draw.random.chance(percent) ? draw.random.pick([...from]) : undefined;
}

export function ownOrders(draw: Draw, wanted: (order: Order) => boolean): Order[] {
  const own = [...draw.world.orders.values()].filter(({ owner }) => owner === self(draw));
  return own.filter(wanted).slice(-12);
}

/** Orders on which the member spends or spent points, whatever else is known of them. */
export function spentOn(draw: Draw): string[] {
  const { world } = draw;
  const redeemed = [...world.redemptions].filter(([, { owner }]) => owner === self(draw));
  const held = livingHolds(world, self(draw));
  return [...redeemed.slice(-8).map(([order]) => order), ...held.map(({ order }) => order)];
}

/** Any order anybody knows, at times one that nobody does. */
export function anyOrder(draw: Draw): string {
  const { world, random, fresh } = draw;
  const names = [...world.orders.keys(), ...world.redemptions.keys()];
  return (random.chance(80) ? random.pick(names.slice(-20)) : undefined) ?? fresh("o");
}
