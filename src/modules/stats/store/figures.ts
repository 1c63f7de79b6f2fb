import type { Reader } from "@/platform/db";
import { type StoredTexts, textColumns, withTexts } from "@/platform/stored-texts";
import type { LocalizedText } from "@/platform/texts";
import type { ActivityKind } from "../../activities/schema/activity";
import { type DateRange, daysIn } from "../rules/range";
import { DAY_FIGURES, type DayFigure } from "../rules/tally";

/** What pages and reports read: rollups only, a row for each day. */

export type DayRow = Record<DayFigure, number> & { day: string };

/** The days of a range on which anything happened. */
export function daysOf(db: Reader, { from, to }: DateRange): Promise<DayRow[]> {
  return db.rows<DayRow>(
    `SELECT day, ${DAY_FIGURES} FROM stat_day WHERE day BETWEEN ? AND ? ORDER BY day`,
    [from, to],
  );
}

export type Standing = Record<"members" | "active" | "outstanding" | "owed", number>;

/** How things stood at the end of a day, or stand now. */
export async function standingAt(db: Reader, day: string | null): Promise<Standing> {
  const row = await db.row<Record<keyof Standing, number | null>>(
    `SELECT CAST(SUM(enrolled - closed) AS SIGNED) AS members,
        CAST(SUM(activeDelta) AS SIGNED) AS active,
        CAST(SUM(outstandingDelta) AS SIGNED) AS outstanding,
        CAST(SUM(owedDelta) AS SIGNED) AS owed FROM stat_day WHERE day <= ?`,
    [day ?? "9999-12-31"],
  );
  const { members, active, outstanding, owed } = row ?? {};
  return {
    members: members ?? 0,
    active: active ?? 0,
    outstanding: outstanding ?? 0,
    owed: owed ?? 0,
  };
}

/** Everybody who ever enrolled: each has accounts, also once closed. */
export async function enrolledEver(db: Reader): Promise<number> {
  const row = await db.row<{ count: number | null }>(
    "SELECT CAST(SUM(enrolled) AS SIGNED) AS count FROM stat_day WHERE day <= '9999-12-31'",
  );
  return row?.count ?? 0;
}

export function tiersAt(db: Reader, day: string): Promise<{ tierCode: string; members: number }[]> {
  return db.rows(
    `SELECT tierCode, CAST(SUM(members) AS SIGNED) AS members FROM stat_tier_day
      WHERE day <= ? GROUP BY tierCode`,
    [day],
  );
}

export interface TierMoveRow {
  day: string;
  tierCode: string;
  members: number;
}

export function tierMovesOf(db: Reader, { from, to }: DateRange): Promise<TierMoveRow[]> {
  return db.rows(
    "SELECT day, tierCode, members FROM stat_tier_day WHERE day BETWEEN ? AND ? ORDER BY day",
    [from, to],
  );
}

export function expiriesOf(db: Reader): Promise<{ month: string; points: number }[]> {
  return db.rows("SELECT month, points FROM stat_expiry WHERE points <> 0 ORDER BY month");
}

export interface BenefitRow {
  benefitId: string;
  day: string;
  tierCode: string;
  uses: number;
  valueMinor: number;
  points: number;
}

export function benefitDays(db: Reader, { from, to }: DateRange): Promise<BenefitRow[]> {
  return db.rows<BenefitRow>(
    `SELECT benefitId, day, tierCode, uses, valueMinor, points FROM stat_benefit_day
      WHERE day BETWEEN ? AND ? ORDER BY day`,
    [from, to],
  );
}

export interface BenefitMembersRow {
  benefitId: string;
  /** Null for all of them together. */
  tierCode: string | null;
  members: number;
}

/** Tiers that are told apart at once: each is a bit, and a number holds so many. */
const TIERS_AT_ONCE = 48;
/** Longer ranges go through all who ever used the benefit, in their order, instead of its days. */
const BY_DAY_MAX = 92;

/**
 * How many different members used a benefit in a range, by tier and in all. Each member is looked at once,
 * with the tiers in which they used it.
 */
export async function benefitMembers(
  db: Reader,
  { benefitId, tierCodes }: { benefitId: string; tierCodes: readonly string[] },
  range: DateRange,
): Promise<BenefitMembersRow[]> {
  const index =
    daysIn(range) <= BY_DAY_MAX
      ? "PRIMARY"
      : "stat_benefit_member_benefitId_memberId_day_tierCode_uses_idx";
  const found: BenefitMembersRow[] = [];
  for (let first = 0; first < tierCodes.length; first += TIERS_AT_ONCE) {
    const some = tierCodes.slice(first, first + TIERS_AT_ONCE);
    const groups = await db.rows<{ tiers: number; members: number }>(
      `SELECT tiers, COUNT(*) AS members FROM (
         SELECT BIT_OR(1 << FIND_IN_SET(tierCode, ?)) AS tiers
           FROM stat_benefit_member FORCE INDEX (${index})
          WHERE benefitId = ? AND day BETWEEN ? AND ? AND uses > 0 GROUP BY memberId) m
        GROUP BY tiers`,
      [some.join(","), benefitId, range.from, range.to],
    );
    const among = (isMeant: (tiers: number) => boolean) =>
      groups.reduce((sum, { tiers, members }) => sum + (isMeant(tiers) ? members : 0), 0);
    if (first === 0) found.push({ benefitId, tierCode: null, members: among(() => true) });
    for (const [at, tierCode] of some.entries()) {
      const members = among((tiers) => Math.floor(tiers / 2 ** (at + 1)) % 2 === 1);
      found.push({ benefitId, tierCode, members });
    }
  }
  return found;
}

export interface ActivityDayRow {
  activityId: number;
  day: string;
  tierCode: string;
  participants: number;
  pointsGiven: number;
  orders: number;
  spendMinor: number;
}

export function activityDays(db: Reader, { from, to }: DateRange): Promise<ActivityDayRow[]> {
  return db.rows<ActivityDayRow>(
    `SELECT activityId, day, tierCode, participants, pointsGiven, orders, spendMinor
       FROM stat_activity_day WHERE day BETWEEN ? AND ? ORDER BY day`,
    [from, to],
  );
}

export interface NamedActivity {
  id: number;
  kind: ActivityKind;
  title: LocalizedText;
}

export async function activitiesNamed(
  db: Reader,
  ids: readonly number[],
): Promise<NamedActivity[]> {
  if (ids.length === 0) return [];
  const rows = await db.rows<StoredTexts<NamedActivity, "title">>(
    `SELECT id, kind, ${textColumns("title").join(", ")} FROM activity WHERE id IN (${ids.map(() => "?").join(",")})`,
    ids,
  );
  return rows.map((row) => withTexts<NamedActivity, "title">(row, ["title"]));
}
