import { isPerOrder } from "../../activities/rules/per-order";
import { planActivities } from "../../activities/rules/plan";
import { linesInScope } from "../../orders/rules/lines";
import type { OrderLine, OrderScope } from "../../orders/schema/cart";
import { purchasePoints } from "../../points/rules/earn";
import { earningOf, earningParts, type Sold, weightsOf } from "../../points/rules/goods";
import { raisedPoints } from "../../points/rules/order-figures";
import { rungOf } from "../../tiers/rules/ladder";
import type { Subject, SubjectActivity } from "../schema/subject";
import { boostOf } from "./benefits";
import { type Hand, handOf, type World } from "./world";

/** What an order earns, by the rules that price one. */

export interface Goods {
  lines: readonly OrderLine[];
  channel?: string | undefined;
  store?: string | undefined;
}

export interface Priced {
  points: number;
  weights: ReadonlyMap<string, number> | null;
  /** The benefit that multiplied it. */
  boostedBy: string | null;
  /** What each activity added, by its place. */
  uses: readonly { at: number; points: number }[];
}

/** What rules leave of the most that orders may earn. */
function roomOf(subject: Subject, world: World, who: number): number {
  const { dayPointsMax, monthPointsMax, yearPointsMax, orderPointsMax } = subject.rules.goods;
  const own = world.books.filter((book) => book.who === who);
  const kept = (days: number) =>
    own
      .filter(({ day }) => day > world.day - days)
      .reduce((sum, { earned, clawed }) => sum + earned - clawed, 0);
  const rooms = [
    [dayPointsMax, 1],
    [monthPointsMax, 28],
    [yearPointsMax, 365],
  ].map(([bound = 0, days = 0]) =>
    bound > 0 ? Math.max(0, bound - kept(days)) : Number.POSITIVE_INFINITY,
  );
  return Math.min(orderPointsMax || Number.POSITIVE_INFINITY, ...rooms);
}

const rankIn = (subject: Subject, code: string) =>
  subject.ladder.find((rung) => rung.code === code)?.rank;

/** Whether a member takes part, or an order of theirs makes them. */
export function isOpen(
  subject: Subject,
  world: World,
  who: number,
  { activity, at }: { activity: SubjectActivity; at: number },
): boolean {
  const hand = handOf(world, who);
  if (hand.parts[at]) return true;
  if (activity.joining === "CHOICE") return false;
  return mayJoin(subject, world, hand, { activity, at });
}

export function mayJoin(
  subject: Subject,
  world: World,
  hand: Hand,
  { activity, at }: { activity: SubjectActivity; at: number },
): boolean {
  const { minTierCode, placesLeft, effect, couponPoints } = activity;
  const needed = minTierCode === null ? 0 : rankIn(subject, minTierCode);
  if (needed === undefined || (rankIn(subject, hand.tier) ?? 0) < needed) return false;
  const inside = world.hands.filter(({ parts }) => parts[at]).length;
  if (placesLeft !== null && inside >= placesLeft) return false;
  const least = effect.kind === "POINTS_MULTIPLIER" ? 1 : effect.points + couponPoints;
  return roomIn(world, activity, at) >= least;
}

/** What of an activity's budget is left by now. */
export const roomIn = (world: World, { pointsLeft }: SubjectActivity, at: number) =>
  pointsLeft === null ? Number.POSITIVE_INFINITY : pointsLeft - (world.given[at] ?? 0);

const hitsOf = (
  scope: OrderScope | null,
  goods: Goods,
  parts: readonly { line: OrderLine | null }[],
) => {
  if (scope === null) return parts.map(() => true);
  const hit = new Set(linesInScope(goods, scope));
  return parts.map(({ line }) => line !== null && hit.has(line));
};

/** So often an activity counts for a member: whatever its period, as if all were in one. */
const isUsedUp = (world: World, who: number, { frequency }: SubjectActivity, at: number) =>
  frequency !== null &&
  world.books.filter(
    (book) => book.who === who && !book.cancelled && book.uses.activities.includes(at),
  ).length >= frequency.limit;

/** @throws DomainError VALIDATION_FAILED for an order that earns more than one act may move */
export function priceOf(subject: Subject, world: World, who: number, goods: Goods): Priced {
  const { rules, ladder } = subject;
  const hand = handOf(world, who);
  const lines = goods.lines.map((line) => ({ ...line }));
  const paidAmountMinor = lines.reduce((sum, { paidMinor = 0 }) => sum + paidMinor, 0);
  const { channel, store } = goods;
  const sold: Sold = { lines, channel, store, paidAmountMinor, shippingMinor: 0, rate: null };
  const earning = earningOf(sold, rules.goods);
  const facts = {
    paidAmountMinor,
    pointsPerYuan: rules.earn.pointsPerYuan,
    goods: earning,
    pointsMax: roomOf(subject, world, who),
    multiplierPct: rungOf(ladder, hand.tier).multiplierPct,
  };
  const boost = boostOf(subject, world, who);
  const boosted = purchasePoints({ ...facts, boostPct: boost.pct });
  // What raises nothing is not used up by the order.
  const raises = boosted.points > purchasePoints({ ...facts, boostPct: 100 }).points;
  const boostPct = raises ? boost.pct : 100;
  const parts = earningParts(sold, earning, rules.goods);
  const candidates = subject.activities.flatMap((activity, at) => {
    const { effect, scope, stacking } = activity;
    if (!isPerOrder(effect) || isUsedUp(world, who, activity, at)) return [];
    if (!isOpen(subject, world, who, { activity, at })) return [];
    const hits = hitsOf(scope, { lines, channel, store }, parts);
    return [{ id: at, effect, stacking, hits, room: roomIn(world, activity, at) }];
  });
  const plan = planActivities({
    ...{ parts, otherPct: boostPct, candidates },
    pointsAt: (raise) => raisedPoints({ ...facts, boostPct }, parts, raise),
  });
  const points = boosted.points + plan.uses.reduce((sum, use) => sum + use.points, 0);
  const isReplaced = plan.uses.length > 0 && plan.replaces;
  return {
    points,
    boostedBy: raises && !isReplaced ? boost.id : null,
    weights: weightsOf(earning, points, lines, plan.uses),
    uses: plan.uses.map(({ id, points: added }) => ({ at: id, points: added })),
  };
}
