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

export function laterThan(now: number, world: World, random: Random): number {
  switch (random.weighted(STEPS)) {
    case "none":
      return now;
    case "milliseconds":
      return now + random.between(1, 999);
    case "minutes":
      return now + random.between(1, 20 * MINUTE);
    case "hours":
      return now + random.between(1, DAY);
    case "days":
      return now + random.between(DAY, 8 * DAY);
    case "weeks":
      return now + random.between(8 * DAY, 40 * DAY);
    case "months":
      return now + random.between(40 * DAY, 300 * DAY);
    case "toHoldEnd":
      return around(now, holdEnds(world), random);
    case "toMaturation":
      return around(now, maturations(world), random);
    case "toExpiry":
      return around(now, expiries(world), random);
  }
}

/** The next such moment, or one millisecond before or after it; without one, a day later. */
function around(now: number, moments: number[], random: Random): number {
  const ahead = moments.filter((moment) => moment > now);
  if (ahead.length === 0) return now + random.between(1, DAY);
  return Math.max(now, Math.min(...ahead) + random.between(-1, 1));
}

function holdEnds(world: World): number[] {
  const living = [...world.holds.values()].filter(({ status }) => status === "HELD");
  return living.map(({ expiresAt }) => expiresAt);
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
