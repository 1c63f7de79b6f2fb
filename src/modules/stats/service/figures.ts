import { addDays, businessDate } from "@/platform/business-time";
import type { Reader } from "@/platform/db";
import { DomainError } from "@/platform/errors";
import { groupsBy } from "@/platform/groups";
import { publishedUpTo } from "@/platform/outbox";
import type { Ask } from "@/platform/trpc";
import { worthMinor } from "../../points/rules/order-figures";
import { lastCheckOf } from "../../points/service/verify";
import { type Ladder, rungName } from "../../tiers/schema";
import { programAndLadderOf } from "../../tiers/service/ladder";
import {
  bucketOf,
  bucketsOf,
  type DateRange,
  daysIn,
  granularityOf,
  RANGE_DAYS_MAX,
  rangeBefore,
} from "../rules/range";
import type { Overview, RangeInput, TrendPoint } from "../schema";
import * as store from "../store/figures";
import { positionNow, type SetName } from "../store/position";

/**
 * The range that is asked for: thirty days up to today where nothing is said.
 *
 * @throws DomainError VALIDATION_FAILED for one that runs backwards or is longer than five years
 */
export async function rangeOf(ask: Ask, { from, to }: RangeInput): Promise<DateRange> {
  const { program } = await programAndLadderOf(ask);
  const last = to ?? businessDate(ask.now, program.timeZone);
  const range = { from: from ?? addDays(last, -29), to: last };
  const days = daysIn(range);
  if (days >= 1 && days <= RANGE_DAYS_MAX) return range;
  const message = days < 1 ? `≤ ${last}` : `≥ ${addDays(last, 1 - RANGE_DAYS_MAX)}`;
  throw new DomainError("VALIDATION_FAILED", {}, [{ path: "from", message }]);
}

/** What every answer says about its range. */
export async function headOf(db: Reader, range: DateRange, set: SetName = "program") {
  const [position, published] = await Promise.all([positionNow(db, set), publishedUpTo(db)]);
  const upToDate = position !== undefined && !position.clearing && position.sequence >= published;
  return { ...range, granularity: granularityOf(range), upToDate };
}

/** Members, points, spend and liability over a range of business days. */
export async function statisticsOf(ask: Ask, input: RangeInput) {
  const range = await rangeOf(ask, input);
  return { ...(await headOf(ask.db, range)), ...(await figuresOf(ask, range)) };
}

async function figuresOf(ask: Ask, range: DateRange) {
  const { db, locale } = ask;
  const [{ program, ladder }, days, before, now] = await Promise.all([
    programAndLadderOf(ask),
    store.daysOf(db, range),
    store.standingAt(db, addDays(range.from, -1)),
    store.standingAt(db, null),
  ]);
  const [tiersBefore, moves, expiries] = await Promise.all([
    store.tiersAt(db, addDays(range.from, -1)),
    store.tierMovesOf(db, range),
    store.expiriesOf(db),
  ]);
  const { pointsPerYuanOff } = program.rules.redeem;
  const worth = (points: number) => worthMinor(Math.max(0, points), pointsPerYuanOff);
  const trends = trendsOf(range, days, before, { ladder, before: tiersBefore, moves });
  const nameOf = (code: string) => {
    const rung = ladder.find((tier) => tier.code === code);
    return rung ? rungName(rung, locale) : null;
  };
  const last = trends.at(-1);
  return {
    overview: overviewOf(days, before),
    tierDistribution: (last?.tiers ?? []).map((tier) => ({ ...tier, name: nameOf(tier.tierCode) })),
    trends,
    liability: {
      pointsOutstanding: now.outstanding,
      worthMinor: worth(now.outstanding),
      pointsOwed: now.owed,
      expiringByMonth: expiries.map((row) => ({ ...row, worthMinor: worth(row.points) })),
    },
  };
}

const sum = <Row>(rows: readonly Row[], figure: (row: Row) => number) =>
  rows.reduce((total, row) => total + figure(row), 0);

function overviewOf(days: readonly store.DayRow[], before: store.Standing): Overview {
  const of = (name: Exclude<keyof store.DayRow, "day">) => sum(days, (day) => day[name]);
  return {
    members: before.members + of("enrolled") - of("closed"),
    enrolled: of("enrolled"),
    closed: of("closed"),
    activeMembers: before.active + of("activeDelta"),
    pointsEarned: of("earned"),
    pointsRedeemed: of("redeemed"),
    pointsExpired: of("expired"),
    pointsClawedBack: of("clawedBack"),
    pointsRestored: of("restored"),
    pointsAdjusted: of("adjusted"),
    pointsForfeited: of("forfeited"),
    pointsOutstanding: before.outstanding + of("outstandingDelta"),
    orders: of("orders"),
    spendMinor: of("spendMinor"),
    refundedMinor: of("refundedMinor"),
  };
}

interface TierFacts {
  ladder: Ladder;
  before: readonly { tierCode: string; members: number }[];
  moves: readonly store.TierMoveRow[];
}

/** Each day or month, also those on which nothing happened. */
function trendsOf(
  range: DateRange,
  days: readonly store.DayRow[],
  before: store.Standing,
  tiers: TierFacts,
): TrendPoint[] {
  const granularity = granularityOf(range);
  const within = <Row extends { day: string }>(rows: readonly Row[]) =>
    groupsBy(rows, ({ day }) => bucketOf(day, granularity));
  const [daysIn, movesIn] = [within(days), within(tiers.moves)];
  const members = new Map(tiers.ladder.map(({ code }) => [code, 0]));
  for (const row of tiers.before) members.set(row.tierCode, row.members);
  let standing = before;
  return bucketsOf(range).map((date) => {
    const overview = overviewOf(daysIn.get(date) ?? [], standing);
    standing = {
      ...standing,
      members: overview.members,
      active: overview.activeMembers,
      outstanding: overview.pointsOutstanding,
    };
    for (const { tierCode, members: moved } of movesIn.get(date) ?? []) {
      members.set(tierCode, (members.get(tierCode) ?? 0) + moved);
    }
    return { date, ...overview, tiers: shown(members, tiers.ladder) };
  });
}

/** In the order of the ladder; a tier that is no more only while somebody is in it. */
function shown(members: ReadonlyMap<string, number>, ladder: Ladder) {
  const rankOf = (code: string) => ladder.findIndex((rung) => rung.code === code);
  return [...members]
    .map(([tierCode, count]) => ({ tierCode, members: count }))
    .filter((tier) => tier.members !== 0 || rankOf(tier.tierCode) >= 0)
    .sort((a, b) => rankOf(a.tierCode) - rankOf(b.tierCode));
}

/** The same with the range before it and the state of the ledger, for the console. */
export async function dashboardOf(ask: Ask, input: RangeInput) {
  const { db } = ask;
  const range = await rangeOf(ask, input);
  const earlier = rangeBefore(range);
  const [head, figures, days, standing, check, enrolled] = await Promise.all([
    headOf(db, range),
    figuresOf(ask, range),
    store.daysOf(db, earlier),
    store.standingAt(db, addDays(earlier.from, -1)),
    lastCheckOf(db),
    store.enrolledEver(db),
  ]);
  // A check may know of somebody whom the rollups have yet to hear of.
  const ledger = check && { ...check, accounts: Math.max(enrolled, check.members) };
  return { ...head, ...figures, before: { ...earlier, ...overviewOf(days, standing) }, ledger };
}
