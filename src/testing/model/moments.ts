import type { Random } from "./random";
import type { World } from "./state";
import { DAY, MINUTE } from "./vocabulary";

/** How virtual time goes on between two operations. */

const STEPS = {
  none: 22,
  milliseconds: 6,
  minutes: 30,
  hours: 14,
  days: 12,
  weeks: 4,
  months: 1,
  toHoldEnd: 6,
  toMaturation: 3,
  toExpiry: 2,
};

/** While somebody is at the checkout, time mostly goes slowly. */
const CHECKOUT_PERCENT = 65;
const CHECKOUT_STEPS = { none: 30, milliseconds: 5, minutes: 45, toHoldEnd: 8, toHeldExpiry: 12 };

export function laterThan(now: number, world: World, random: Random): number {
  const atCheckout = livingHoldsOf(world).some(({ expiresAt }) => expiresAt > now);
  const isSlow = atCheckout && random.chance(CHECKOUT_PERCENT);
  switch (isSlow ? random.weighted(CHECKOUT_STEPS) : random.weighted(STEPS)) {
    case "none":
      return now;
    case "milliseconds":
      return now + random.between(1, 999);
    case "minutes":
      return now + random.between(1, isSlow ? 4 * MINUTE : 20 * MINUTE);
    case "hours":
      return now + random.between(1, DAY);
    case "days":
      return now + random.between(DAY, 8 * DAY);
    case "weeks":
      return now + random.between(8 * DAY, 40 * DAY);
    case "months":
      return now + random.between(40 * DAY, 300 * DAY);
    case "toHoldEnd":
      return around(
        now,
        livingHoldsOf(world).map(({ expiresAt }) => expiresAt),
        random,
      );
    case "toMaturation":
      return around(now, maturations(world), random);
    case "toExpiry":
      return shortBefore(now, around(now, expiries(world), random), random);
    case "toHeldExpiry":
      return around(now, heldExpiries(world), random, MINUTE);
  }
}

/** The next such moment, or one millisecond before or after it; without one, a while later. */
function around(now: number, moments: number[], random: Random, otherwise = DAY): number {
  const ahead = moments.filter((moment) => moment > now);
  if (ahead.length === 0) return now + random.between(1, otherwise);
  return Math.max(now, Math.min(...ahead) + random.between(-1, 1));
}

const livingHoldsOf = (world: World) => world.holds.filter(({ status }) => status === "HELD");

/** Lots that will expire while a hold that lives has points of them set aside. */
function heldExpiries(world: World): number[] {
  return livingHoldsOf(world).flatMap(({ parts, expiresAt }) =>
    parts.map(({ lot }) => lot.expiresAt).filter((moment) => moment < expiresAt),
  );
}

function maturations(world: World): number[] {
  const pending = world.members.flatMap(({ lots }) => lots.filter((lot) => !lot.matured));
  return pending.filter(({ remaining }) => remaining > 0).map(({ availableAt }) => availableAt);
}

/** Lots of which something is set aside are the interesting ones to see expire. */
function expiries(world: World): number[] {
  const lots = world.members.flatMap((member) => member.lots);
  const aside = lots.filter(({ frozen }) => frozen > 0);
  const wanted = aside.length > 0 ? aside : lots.filter(({ remaining }) => remaining > 0);
  return wanted.map(({ expiresAt }) => expiresAt);
}

/** Half the time some hours before, so that there is time to hold what is about to expire. */
function shortBefore(now: number, moment: number, random: Random): number {
  return random.chance(50) ? moment : Math.max(now, moment - random.between(1, DAY / 2));
}
