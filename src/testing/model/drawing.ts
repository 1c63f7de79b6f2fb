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

/** Orders that nobody told of yet and that others spend points on or hold some for. */
export function claimedByOthers(draw: Draw): string[] {
  const { world } = draw;
  const held = world.holds.filter(({ owner, status }) => owner !== self(draw) && status === "HELD");
  const spent = [...world.redemptions].filter(
    ([, { owner, isYielded }]) => owner !== self(draw) && !isYielded,
  );
  const names = [...held.map(({ order }) => order), ...spent.map(([order]) => order)];
  return names.filter((name) => !world.orders.has(name)).slice(-8);
}

/** Any order anybody knows, at times one that nobody does. */
export function anyOrder(draw: Draw): string {
  const { world, random, fresh } = draw;
  const names = [...world.orders.keys(), ...world.redemptions.keys()];
  return (random.chance(80) ? random.pick(names.slice(-20)) : undefined) ?? fresh("o");
}
