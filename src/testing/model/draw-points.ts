import {
  anyOrder,
  claimedByOthers,
  type Draw,
  expiresSoon,
  oneOf,
  ownOrders,
  self,
  spentOn,
} from "./drawing";
import { livingHolds } from "./lots";
import { APPROVAL_ABOVE, availableOf } from "./sums";
import { DAY, type Of } from "./vocabulary";

/** Operations that spend, hold and correct points. */

/** An order to spend on: a new one, one that is paid for, or one that others have a word in. */
function orderToSpendOn(draw: Draw): string {
  const { random, fresh } = draw;
  const claimed = random.pick(claimedByOthers(draw));
  const unpaid = random.pick(
    ownOrders(draw, ({ paid, isCancelled }) => paid === 0 && !isCancelled),
  );
  const paid = random.pick(
    ownOrders(draw, ({ paid, isCancelled }) => paid !== null && !isCancelled),
  );
  switch (random.weighted({ paid: 50, fresh: 38, any: 8, spent: 10, claimed: 6, unpaid: 4 })) {
    case "claimed":
      return claimed ?? fresh("o");
    case "unpaid":
      return unpaid?.name ?? fresh("o");
    case "paid":
      return paid?.name ?? fresh("o");
    case "fresh":
      return fresh("o");
    case "any":
      return anyOrder(draw);
    case "spent":
      return random.pick(spentOn(draw)) ?? fresh("o");
  }
}

function spending(draw: Draw): { points: number; amount: number } {
  const { random } = draw;
  const available = availableOf(self(draw));
  const points = Math.max(1, pointsOf(draw, available));
  const least = Math.ceil((points * 10) / 3);
  switch (random.weighted({ plenty: 60, justEnough: 28, tooLittle: 12 })) {
    case "plenty":
      return { points, amount: least + random.between(0, 100_000) };
    case "justEnough":
      return { points, amount: least };
    case "tooLittle":
      return { points, amount: Math.max(1, least - random.between(1, least)) };
  }
}

function pointsOf({ random }: Draw, available: number): number {
  switch (random.weighted({ all: 25, part: 55, tooMany: 12, few: 8 })) {
    case "all":
      return available;
    case "part":
      return random.between(1, available);
    case "tooMany":
      return available + random.between(1, 50);
    case "few":
      return random.between(1, 9);
  }
}

export function drawUse(draw: Draw): Of<"use"> {
  const { at, by } = draw;
  const redemptions = [...draw.world.redemptions].slice(-6);
  const [order, done] = oneOf(draw, redemptions, 5) ?? [];
  if (order && done)
    return { kind: "use", at, by, order, points: done.points, amount: done.amount };
  return { kind: "use", at, by, order: orderToSpendOn(draw), ...spending(draw) };
}

const TTLS = [null, null, 60, 3600, 86_400];
const LONG_TTLS = [86_400, 43_200, null];

export function drawHold(draw: Draw): Of<"hold"> {
  const { at, by, random } = draw;
  return {
    kind: "hold",
    at,
    by,
    hold: draw.fresh("h"),
    order: orderToSpendOn(draw),
    ...spending(draw),
    ttlSeconds: random.pick(expiresSoon(self(draw), at) ? LONG_TTLS : TTLS) ?? null,
    asService: random.chance(50),
  };
}

/** Mostly a hold that lives. */
function someHold(draw: Draw): string {
  const { world } = draw;
  const living = livingHolds(world, self(draw));
  const held = oneOf(draw, living, 85);
  const labels = [...world.holdNamed.keys()];
  const label = labels.find((name) => world.holdNamed.get(name) === held);
  return (held && label) ?? oneOf(draw, labels.slice(-10), 90) ?? draw.fresh("h");
}

/** Without a hold that lives, there is mostly one made first. */
const needsHold = (draw: Draw) =>
  livingHolds(draw.world, self(draw)).length === 0 && draw.random.chance(75);

export function drawCapture(draw: Draw): Of<"capture" | "hold"> {
  if (needsHold(draw)) return drawHold(draw);
  const { at, by, random, world } = draw;
  const hold = someHold(draw);
  const { points: held = 1 } = world.holdNamed.get(hold) ?? {};
  const choice = random.weighted({ whole: 40, part: 48, all: 6, tooMany: 6 });
  const points = { whole: null, part: random.between(1, held), all: held, tooMany: held + 1 }[
    choice
  ];
  return { kind: "capture", at, by, hold, points, amount: trueAmount(draw, hold) };
}

/** What the service says the order is worth: often what was said when it was held. */
function trueAmount({ random, world }: Draw, hold: string): number | null {
  const { amount = 1, points = 1, asService = true } = world.holdNamed.get(hold) ?? {};
  const choice = random.weighted({ unsaid: asService ? 60 : 5, same: 30, enough: 20, less: 10 });
  const enough = Math.ceil((points * 10) / 3);
  return { unsaid: null, same: amount, enough, less: Math.max(1, amount >> 2) }[choice];
}

export function drawRelease(draw: Draw): Of<"release" | "hold"> {
  if (needsHold(draw)) return drawHold(draw);
  const { at, by, random } = draw;
  return { kind: "release", at, by, hold: someHold(draw), asService: random.chance(70) };
}

export function drawReversal(draw: Draw): Of<"reverse"> {
  const { at, by, random, world } = draw;
  const order = oneOf(draw, draw.world.redemptions.keys(), 92) ?? draw.fresh("o");
  const { points: spent = 1, restored = 0 } = world.redemptions.get(order) ?? {};
  const part = random.between(1, Math.max(1, spent - restored + random.between(0, 1)));
  return { kind: "reverse", at, by, order, points: random.chance(40) ? part : null };
}

export function drawPurchase(draw: Draw): Of<"buy"> {
  const { at, by } = draw;
  const points = Math.max(1, pointsOf(draw, availableOf(self(draw))));
  return { kind: "buy", at, by, thing: draw.fresh("b"), points };
}

export function drawCallingOff(draw: Draw): Of<"call-off" | "buy"> {
  const { at, by, random, world } = draw;
  const bought = [...world.purchases];
  const living = bought.filter(([, { restored }]) => restored === 0);
  if (living.length === 0 && random.chance(60)) return drawPurchase(draw);
  const [thing] = oneOf(draw, living, 85) ?? oneOf(draw, bought, 70) ?? [];
  return { kind: "call-off", at, by, thing: thing ?? draw.fresh("b") };
}

export function drawCustom(draw: Draw): Of<"custom"> {
  const { at, by, random } = draw;
  return { kind: "custom", at, by, reference: draw.fresh("c"), points: random.between(1, 500) };
}

export function drawAdjustment(draw: Draw): Of<"adjust"> {
  const { at, by, random } = draw;
  const available = availableOf(self(draw));
  const choice = random.weighted({ more: 32, less: 36, tooLittle: 12, edge: 5, large: 15 });
  const points = {
    more: random.between(1, 800),
    less: -random.between(1, available),
    tooLittle: -available - random.between(1, 20),
    edge: APPROVAL_ABOVE,
    large: (APPROVAL_ABOVE + random.between(1, 500)) * (random.chance(70) ? 1 : -1),
  }[choice];
  const asked = oneOf(draw, draw.world.approvals.keys(), 10);
  return { kind: "adjust", at, by, reference: asked ?? draw.fresh("a"), points: points || 1 };
}

/** Mostly with a long life, and now and then about to end. */
export function drawOpening(draw: Draw): Of<"open"> {
  const { at, by, random } = draw;
  const lasts = random.chance(30) ? random.between(1, 3) : random.between(1, 700) * DAY;
  const expiresAt = at + lasts * (lasts < DAY ? 60_000 : 1);
  const points = random.between(1, 800);
  return { kind: "open", at, by, reference: draw.fresh("i"), points, expiresAt };
}

export function drawDecision(draw: Draw): Of<"decide"> {
  const { at, by, random, world } = draw;
  const waiting = [...world.approvals].filter(([, { status }]) => status === "WAITING");
  const asked = oneOf(draw, waiting, 80) ?? oneOf(draw, world.approvals, 70);
  const reference = asked?.[0] ?? draw.fresh("a");
  const [approve, asAsker] = [random.chance(70), random.chance(15)];
  return { kind: "decide", at, by, reference, approve, asAsker };
}

export function drawStatus(draw: Draw): Of<"status"> {
  const { at, by, random } = draw;
  const thaw = self(draw).isFrozen || random.chance(30);
  return { kind: "status", at, by, status: thaw ? "ACTIVE" : "FROZEN" };
}
