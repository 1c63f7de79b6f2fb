import { anyOrder, claimedByOthers, type Draw, oneOf, ownOrders, self, spentOn } from "./drawing";
import { isForeign, isPriced } from "./lines";
import { openOf } from "./returning";
import type { Order, Return } from "./state";
import { spendOf, THRESHOLDS } from "./sums";
import { returnsOf } from "./undoing";
import { DAY, MINUTE, type Of } from "./vocabulary";

/** Operations that tell of orders. */

export function drawCompletion(draw: Draw): Of<"complete"> {
  const { at, by, random } = draw;
  const waiting = oneOf(
    draw,
    ownOrders(draw, (order) => order.paid === null),
    40,
  );
  const spent = oneOf(draw, spentOn(draw), 25);
  const claimed = oneOf(draw, claimedByOthers(draw), 12);
  const order =
    claimed ?? waiting?.name ?? spent ?? (oneOf(draw, [anyOrder(draw)], 6) || draw.fresh("o"));
  const paid = waiting && random.chance(60) ? enoughFor(draw, waiting) : payment(draw);
  const said = worth(draw, paid);
  // What acts say of it would be in the program's currency.
  const price = isForeign(order) && paid === 0 ? (said ?? random.between(1, 30_000)) : said;
  return { kind: "complete", at, by, order, paid, worth: price, paidAt: paidAt(draw) };
}

/** Mostly unsaid; else with something that neither money nor points paid. */
function worth({ random }: Draw, paid: number): number | null {
  if (random.chance(paid === 0 ? 50 : 88)) return null;
  return paid + random.between(0, 30_000);
}

/** What all that waits for an order asks of it, exactly or with something to spare. */
function enoughFor({ world, random }: Draw, order: Order): number {
  const refunds = [...world.refunds.values()].filter((refund) => refund.order === order);
  const parked = [...refunds, ...returnsOf(world, order)];
  const asked = parked.reduce((total, { amount }) => total + amount, 0);
  return asked + (random.chance(30) ? 0 : random.between(0, 50_000));
}

/** From nothing to a lot, often exactly what the next tier or a parked refund asks for. */
function payment(draw: Draw): number {
  const { random, world, wealth } = draw;
  switch (random.weighted({ usual: 60, small: 20, zero: 4, threshold: 12, odd: 4 })) {
    case "usual":
      return random.between(1, wealth * 100);
    case "small":
      return random.between(1, 5000);
    case "zero":
      return 0;
    case "threshold": {
      const spend = spendOf(world, self(draw));
      const next = THRESHOLDS.find((threshold) => threshold > spend) ?? spend + 10_000;
      return Math.max(0, next - spend - random.between(0, 1));
    }
    case "odd":
      return random.between(1, 200);
  }
}

/** Mostly of an order that counts, a little more or less; now and then one that is not told yet, or a lower version. */
export function drawChange(draw: Draw): Of<"change"> {
  const { at, by, random } = draw;
  const counted = random.pick(ownOrders(draw, (order) => order.paid !== null));
  const waiting = oneOf(
    draw,
    ownOrders(draw, ({ paid }) => paid === null),
    15,
  );
  const order = waiting ?? (random.chance(90) ? counted : undefined);
  const version = Math.max(1, (order?.version ?? 0) + random.between(-1, 2));
  const paid = editedTo(draw, order);
  const changedAt = random.chance(60) ? at : at - random.between(1, 20 * DAY);
  const name = order?.name ?? anyOrder(draw);
  const price = isPriced(name) && paid === 0 ? random.between(1, 30_000) : worth(draw, paid);
  return { kind: "change", at, by, order: name, version, paid, worth: price, changedAt };
}

function editedTo(draw: Draw, order: Order | undefined): number {
  const { random } = draw;
  const paid = order?.paid ?? null;
  if (!order || paid === null) return payment(draw);
  switch (random.weighted({ other: 30, more: 30, less: 30, refunded: 10 })) {
    case "other":
      return payment(draw);
    case "more":
      return paid + random.between(0, 20_000);
    case "less":
      return Math.max(0, paid - random.between(0, Math.max(1, paid - order.refunded)));
    case "refunded":
      return Math.max(0, order.refunded - random.between(0, 1));
  }
}

function paidAt({ random, at }: Draw): number {
  switch (random.weighted({ now: 70, earlier: 20, longAgo: 4, soon: 4, ahead: 2 })) {
    case "now":
      return at;
    case "earlier":
      return at - random.between(1, 40 * DAY);
    case "longAgo":
      return at - random.between(600 * DAY, 900 * DAY);
    case "soon":
      return at + random.between(1, 5 * MINUTE);
    case "ahead":
      return at + 5 * MINUTE + random.between(1, DAY);
  }
}

export function drawCancellation(draw: Draw): Of<"cancel"> {
  const { at, by, random } = draw;
  const known = random.pick(ownOrders(draw, (order) => !order.isCancelled))?.name;
  const spent = random.pick(spentOn(draw));
  const choice = random.weighted({ known: 55, spent: 25, any: 12, unknown: 8 });
  const order = { known, spent, any: anyOrder(draw), unknown: undefined }[choice];
  return { kind: "cancel", at, by, order: order ?? draw.fresh("o") };
}

const isRefundable = (order: Order) =>
  order.paid !== null && order.refunded < order.paid && !order.isCancelled;

/** Mostly an order that something can be refunded of. */
function refundable(draw: Draw): Order | undefined {
  const { random } = draw;
  const own = ownOrders(draw, isRefundable);
  const returning = ownOrders(draw, (order) => returnsOf(draw.world, order).some(isAlive));
  const spent = own.filter(({ name }) => draw.world.redemptions.has(name));
  const waiting = ownOrders(draw, ({ paid, isCancelled }) => paid === null && !isCancelled);
  const choice = random.weighted({
    returning: 30,
    spent: 18,
    own: 33,
    waiting: 11,
    unpaid: 5,
    every: 6,
    none: 4,
  });
  const unpaid = ownOrders(draw, ({ paid, isCancelled }) => paid === 0 && !isCancelled);
  const every = ownOrders(draw, () => true);
  const from = { returning, spent, own, waiting, unpaid, every, none: [] }[choice];
  return random.pick(from.length > 0 || choice === "none" ? from : own);
}

function amountOf(draw: Draw, order: Order | undefined, open = 0): number {
  const { random, wealth } = draw;
  if (!order || order.paid === null) return random.between(1, wealth * 60);
  const left = order.paid - order.refunded - open;
  switch (random.weighted({ part: 50, all: 25, tooMuch: 7, little: 18 })) {
    case "part":
      return random.between(1, Math.max(1, left));
    case "all":
      return Math.max(1, left);
    case "tooMuch":
      return Math.max(0, left) + random.between(1, 100);
    case "little":
      return random.between(1, 300);
  }
}

export function drawRefund(draw: Draw): Of<"refund"> {
  const { at, by, random, world } = draw;
  const order = refundable(draw);
  const asked = order && random.pick(returnsOf(world, order).filter(isAlive));
  const named = asked && random.chance(65) ? asked : undefined;
  const early = !named && random.chance(6) ? draw.fresh("r") : undefined;
  const stranger = random.chance(2) ? random.pick([...world.returns.keys()]) : undefined;
  return {
    kind: "refund",
    at,
    by,
    order: order?.name ?? anyOrder(draw),
    refund: draw.fresh("f"),
    amount: named && random.chance(50) ? named.amount : amountOf(draw, order),
    refundedAt: refundedAt(draw, named),
    return: named?.name ?? early ?? stranger ?? null,
  };
}

/** Late news now and then, and of a return that waits for its order often from before its request. */
function refundedAt({ random, at }: Draw, named: Return | undefined): number {
  if (named?.status === "PARKED" && random.chance(50))
    return named.requestedAt - random.between(1, DAY);
  return random.chance(60) ? at : at - random.between(1, 20 * DAY);
}

const isAlive = ({ status }: Return) => status !== "ENDED";

/** A return that is there already, for as many of the draws as it takes to end most of them. */
function knownReturn(draw: Draw, kind: "ask-return" | "reject-return"): Return | undefined {
  const mine = [...draw.world.returns.values()].filter(({ order }) => order.owner === self(draw));
  const ended = mine.filter(({ status }) => status === "ENDED");
  if (kind === "ask-return") return oneOf(draw, ended.slice(-4), 15);
  return oneOf(draw, mine.filter(isAlive), 75) ?? oneOf(draw, mine, 50);
}

function returnData(draw: Draw, kind: "ask-return" | "reject-return") {
  const known = knownReturn(draw, kind);
  const order = known?.order ?? refundable(draw);
  const open = order && draw.random.chance(80) ? openOf(draw.world, order) : 0;
  return {
    order: order?.name ?? anyOrder(draw),
    return: known?.name ?? draw.fresh("r"),
    amount: known?.amount ?? amountOf(draw, order, open),
  };
}

export function drawReturn(draw: Draw): Of<"ask-return"> {
  const { at, by, random } = draw;
  const askedAt = random.chance(75) ? at : at - random.between(1, 10 * DAY);
  return { kind: "ask-return", at, by, ...returnData(draw, "ask-return"), askedAt };
}

export function drawRejection(draw: Draw): Of<"reject-return"> {
  const { at, by } = draw;
  return { kind: "reject-return", at, by, ...returnData(draw, "reject-return") };
}
