import { type Condition, isGroup, NUMBERS, type Rule } from "../schema/rule";
import type { Facts, Known, Stored } from "./facts";
import { dates, daysAgo, type Moment, monthsOf, type Span } from "./moment";
import { frequencyOrders, recencyDays, spendRange } from "./rfm";

/** Whether a rule holds for a member: what the database answers for all of them, said once more without it. */
export function holds({ match, of }: Rule, about: About, moment: Moment): boolean {
  const each = (node: Rule["of"][number]) =>
    isGroup(node)
      ? matched(node.match, node.of, (one) => conditionHolds(one, about, moment))
      : conditionHolds(node, about, moment);
  return matched(match, of, each);
}

export type About = Facts & Known;

function matched<T>(match: "ALL" | "ANY", of: readonly T[], is: (one: T) => boolean): boolean {
  return match === "ALL" ? of.every(is) : of.some(is);
}

function conditionHolds(condition: Condition, about: About, moment: Moment): boolean {
  return isSo(condition, about, moment) !== (condition.not ?? false);
}

const FIGURES: ReadonlySet<string> = new Set(NUMBERS);
type OfFigure = Extract<Condition, { field: (typeof NUMBERS)[number] }>;
const isOfFigure = (one: Condition): one is OfFigure => FIGURES.has(one.field);

function isSo(condition: Condition, about: About, moment: Moment): boolean {
  if (isOfFigure(condition)) return isBetween(about[condition.field], condition);
  switch (condition.field) {
    case "tier":
      return condition.in.includes(about.tierCode);
    case "status":
      return (condition.in as string[]).includes(about.status);
    case "joined":
      return isIn(about.joinedAt, daysAgo(condition, moment));
    case "joinedOn":
      return isIn(about.joinedAt, dates(condition, moment));
    case "lastOrder":
      return isIn(about.lastOrderAt, daysAgo(condition, moment));
    case "birthday":
      return monthsOf(condition.in, moment.today).includes(about.birthMonth);
    case "rfm":
      return hasScores(condition, about, moment);
    case "marketing":
      return about.marketing;
    case "store":
      return about.lastStore !== null && condition.in.includes(about.lastStore);
    case "activity":
      return condition.in.some((id) => about.activityIds.has(id));
    case "tag":
      return condition.in.some((one) => about.tags.has(one));
    case "attribute":
      return hasAttribute(condition, about.attributes.get(condition.key));
  }
}

function isBetween(
  figure: number,
  { min, max }: { min?: number | undefined; max?: number | null | undefined },
): boolean {
  return figure >= (min ?? 0) && figure <= (max ?? Infinity);
}

function isIn(at: Date | null, { from, until }: Span): boolean {
  if (at === null) return false;
  return (from === null || at >= from) && (until === null || at < until);
}

function hasAttribute(
  { in: words, min, max, from, until }: Extract<Condition, { field: "attribute" }>,
  stored: Stored | undefined,
): boolean {
  if (!stored) return false;
  const { word, number } = stored;
  return (
    (words === undefined || (word !== null && words.includes(word))) &&
    (min === undefined || (number !== null && number >= min)) &&
    (max === undefined || (number !== null && number <= max)) &&
    (from === undefined || (word !== null && word >= from)) &&
    (until === undefined || (word !== null && word <= until))
  );
}

function hasScores(
  { r, f, m }: Extract<Condition, { field: "rfm" }>,
  { lastOrderAt, orders365, spend365 }: About,
  moment: Moment,
): boolean {
  if (orders365 === 0) return false;
  const isRecent = (score: number) => isIn(lastOrderAt, daysAgo(recencyDays(score), moment));
  const isFrequent = (score: number) => isBetween(orders365, frequencyOrders(score));
  const isDear = (score: number) => {
    const { from, below } = spendRange(score, moment.fifths);
    return spend365 >= from && spend365 < below;
  };
  return (
    (r === undefined || r.some(isRecent)) &&
    (f === undefined || f.some(isFrequent)) &&
    (m === undefined || m.some(isDear))
  );
}
