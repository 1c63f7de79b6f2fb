import { floorShare } from "@/platform/arithmetic";
import type { ApprovalChange } from "../../access/schema/approvals";
import { isDearer } from "../../orders/rules/currency";
import type { ProgramRules } from "../../program/schema/rules";
import type { Ladder, Rung } from "../schema";
import { tierFor } from "./ladder";

/** Points that the rules pay for one act beside buying. */
const ACTIONS = [
  "reviewPoints",
  "sharePoints",
  "checkInPoints",
  "streakPoints",
  "birthdayPoints",
  "referralPoints",
] as const;

/** The most that the rules pay one member in a day for what is no purchase and no invitation. */
const dayOf = ({ earn }: ProgramRules) =>
  earn.reviewPoints * earn.reviewsPerDayMax +
  earn.sharePoints * earn.sharesPerDayMax +
  earn.checkInPoints +
  earn.streakPoints +
  earn.makeUpsPerMonthMax * Math.max(0, earn.streakPoints - earn.makeUpCostPoints);

/** Every member may have it every day, so one person decides on less of it than of a correction. */
const DAY_POINTS_MAX = 1_000;

/** The most that they pay one member in a month for invitations. */
const invitationsOf = ({ earn }: ProgramRules) => earn.referralPoints * earn.referralsPerMonthMax;

/** What both sides get for an invitation, of the least order that it asks for, in basis points: ¥2 of ¥50 → 400. */
const invitationWorthOf = ({ earn, redeem }: ProgramRules) =>
  floorShare(
    floorShare(2 * earn.referralPoints, 100, redeem.pointsPerYuanOff),
    10_000,
    Math.max(1, earn.referralMinimumMinor),
  );

/** For more than this an order is made for the sake of the invitation; one person alone decides on less. */
const INVITATION_WORTH_BPS_MAX = 3_000;

/** The most that goods earn of what others do, in percent; each way to earn on more than is paid doubles it. */
function mostPercent({ goods }: ProgramRules): number {
  const percents = goods.rules.map(({ gives }) => (gives.kind === "PERCENT" ? gives.percent : 0));
  const ways = [goods.discountsEarn, goods.giftCardsEarn, goods.freightEarns].filter(Boolean);
  return Math.max(100, ...percents) * 2 ** ways.length;
}

/** What a purchase's points are worth of its price, in basis points: 1 a yuan at 100 for ¥1 → 100. */
const giveBackOf = (rules: ProgramRules) =>
  floorShare(rules.earn.pointsPerYuan * mostPercent(rules), 100, rules.redeem.pointsPerYuanOff);

/** Points of a piece, whatever it costs. */
const pieceOf = ({ goods }: ProgramRules) =>
  Math.max(0, ...goods.rules.map(({ gives }) => (gives.kind === "PER_PIECE" ? gives.points : 0)));

/** What a member has who never buys: as often as somebody makes one. */
const beforeOrder = ({ earn }: ProgramRules) =>
  earn.beforeOrderMax +
  (earn.birthdayEnabled && !earn.birthdayNeedsOrder ? earn.birthdayPoints : 0);

/** Any number of sign-ups have it, so one person decides on little. */
const BEFORE_ORDER_MAX = 200;

/** A piece may cost next to nothing, so one person decides on little. */
const PIECE_POINTS_MAX = 100;

/** Longer than a year every member keeps a tier that they reached only if two decide. */
const PROTECTION_MONTHS_MAX = 12;

/** More than a tenth of every price back is not decided by one person. */
const GIVE_BACK_BPS_MAX = 1_000;

/**
 * By what new rules let one person give more than they could alone before: a limit that is raised, a
 * lowest price that falls, tiers that are kept for more than a year, more than 200 points for who never buys, acts that pay more than a correction
 * may, invitations that pay more than three tenths of the order they ask for, purchases that give back
 * more than a tenth, points that are out there and become worth more, or a currency that does.
 * Example: approvalAbovePoints 10,000 → 20,000.
 */
export function loosened(before: ProgramRules, after: ProgramRules): ApprovalChange[] {
  const threshold = before.adjust.approvalAbovePoints;
  const found: [field: ApprovalChange["field"], before: number, after: number][] = [];
  const noteRise = (field: ApprovalChange["field"], less: number, more: number, above = 0) => {
    if (more > less && more > above) found.push([field, less, more]);
  };
  const noteFall = (field: ApprovalChange["field"], more: number, less: number) => {
    if (less < more) found.push([field, more, less]);
  };
  noteRise("approvalAbovePoints", threshold, after.adjust.approvalAbovePoints);
  for (const field of ["pointsPerDay", "rewardPiecesPerDay", "tierLiftsPerDay"] as const) {
    noteRise(field, before.limits[field], after.limits[field]);
  }
  const [months, longer] = [before.tiers.protectionMonths, after.tiers.protectionMonths];
  noteRise("protectionMonths", months, longer, PROTECTION_MONTHS_MAX);
  noteFall("rewardCostMin", before.limits.rewardCostMin, after.limits.rewardCostMin);
  for (const action of ACTIONS) {
    noteRise("actionPoints", before.earn[action], after.earn[action], threshold);
  }
  noteRise("actionPoints", pieceOf(before), pieceOf(after), PIECE_POINTS_MAX);
  noteRise("actionPointsPerDay", dayOf(before), dayOf(after), DAY_POINTS_MAX);
  noteRise("beforeOrderPoints", beforeOrder(before), beforeOrder(after), BEFORE_ORDER_MAX);
  noteRise("referralPointsPerMonth", invitationsOf(before), invitationsOf(after), threshold);
  const [invitation, more] = [invitationWorthOf(before), invitationWorthOf(after)];
  noteRise("referralWorthBps", invitation, more, INVITATION_WORTH_BPS_MAX);
  noteRise("giveBackBps", giveBackOf(before), giveBackOf(after), GIVE_BACK_BPS_MAX);
  noteFall("pointsPerYuanOff", before.redeem.pointsPerYuanOff, after.redeem.pointsPerYuanOff);
  const changes = found.map(([field, from, to]) => {
    return { field, before: String(from), after: String(to) };
  });
  return [...changes, ...dearer(before, after)];
}

/** Currencies whose money is worth more than before, or was worth nothing: all that is paid in them earns by it. */
function dearer(before: ProgramRules, after: ProgramRules): ApprovalChange[] {
  return after.currencies.rates.flatMap(({ currency, rate }) => {
    const known = before.currencies.rates.find((one) => one.currency === currency);
    if (known && !isDearer(known.rate, rate)) return [];
    const was = known ? `${currency} ${known.rate}` : null;
    return [{ field: "currencyRate" as const, before: was, after: `${currency} ${rate}` }];
  });
}

/** More than three tenths of a price, off it and back in points, is not decided by one person. */
const TIER_WORTH_BPS_MAX = 3_000;

function enabledOf({ benefits }: Rung, rules: ProgramRules) {
  return rules.benefits.filter(({ id, enabled }) => enabled && benefits.includes(id));
}

/** What the tier's benefits say under a name, whatever their type: a quota makes it no smaller for an order. */
function paramValues(rung: Rung, rules: ProgramRules, name: "rateBps" | "multiplierPct") {
  return enabledOf(rung, rules).flatMap(({ params }) =>
    typeof params[name] === "number" ? params[name] : [],
  );
}

/** What a tier gives of a price in all, in basis points: pays 8000 with points ×2 at 1 % → 2160. */
function tierWorth(rung: Rung, rules: ProgramRules): number {
  const rateBps = Math.min(10_000, ...paramValues(rung, rules, "rateBps"));
  const boostPct = Math.max(100, ...paramValues(rung, rules, "multiplierPct"));
  const paysBps = floorShare(rung.discountRateBps, rateBps, 10_000);
  const back = floorShare(floorShare(giveBackOf(rules), rung.multiplierPct, 100), boostPct, 100);
  return 10_000 - paysBps + floorShare(back, paysBps, 10_000);
}

/**
 * What a tier's benefits give one member at most: in a day where their quota is by the day, in the others'
 * own periods otherwise. As one benefit is bounded, so are all of them together, unless two decide.
 */
const GIFTS_MAX = {
  giftPointsPerDay: 1_000,
  giftPoints: 10_000,
  giftMinorPerDay: 100_000,
  giftMinor: 1_000_000,
} as const;
type Gifts = Record<keyof typeof GIFTS_MAX, number>;

/** All uses of each together. Two of 8,000 points once a year → giftPoints 16,000. */
function giftsOf(rung: Rung, rules: ProgramRules): Gifts {
  const gifts = { giftPointsPerDay: 0, giftPoints: 0, giftMinorPerDay: 0, giftMinor: 0 };
  for (const { params, quota } of enabledOf(rung, rules)) {
    const times = quota?.limit ?? 1;
    const isDaily = quota?.per === "day";
    const numberOf = (name: string) => (typeof params[name] === "number" ? params[name] : 0);
    gifts[isDaily ? "giftPointsPerDay" : "giftPoints"] += numberOf("points") * times;
    const minor = numberOf("amountMinor") + numberOf("itemValueMinor");
    gifts[isDaily ? "giftMinorPerDay" : "giftMinor"] += minor * times;
  }
  return gifts;
}

/**
 * By what a ladder and the rules give members more than before, and more than one person decides on:
 * told of the spend at which most is given. Example: every tier at a tenth of the price → 2160 to 9010.
 */
export function enriched(before: Giving, after: Giving): ApprovalChange[] {
  const spends = [...before.ladder, ...after.ladder].map(({ thresholdMinor }) => thresholdMinor);
  const grown = (
    field: ApprovalChange["field"],
    max: number,
    of: (rung: Rung, rules: ProgramRules) => number,
  ) => {
    const at = ({ ladder, rules }: Giving, spend: number) => of(tierFor(ladder, spend), rules);
    const [most] = spends
      .map((spend) => ({ from: at(before, spend), to: at(after, spend) }))
      .filter(({ from, to }) => to > from && to > max)
      .sort((a, b) => b.to - a.to || a.from - b.from);
    return most ? [{ field, before: String(most.from), after: String(most.to) }] : [];
  };
  const gifts = (Object.keys(GIFTS_MAX) as (keyof Gifts)[]).flatMap((field) =>
    grown(field, GIFTS_MAX[field], (rung, rules) => giftsOf(rung, rules)[field]),
  );
  return [...grown("tierWorthBps", TIER_WORTH_BPS_MAX, tierWorth), ...gifts];
}

interface Giving {
  ladder: Ladder;
  rules: ProgramRules;
}
