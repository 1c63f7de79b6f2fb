import type { Reader, Tx, Values } from "@/platform/db";
import { type StoredTexts, textColumns, withTexts } from "@/platform/stored-texts";
import type { Settings } from "../rules/change";
import type { ActivityKind, ActivityStatus, Effect } from "../schema/activity";
import { NO_TERMS, type Terms } from "../schema/terms";

export interface ActivityRow extends Settings {
  id: number;
  kind: ActivityKind;
  joinedCount: number;
  /** What its budget is charged. */
  pointsGiven: number;
  /** What it was charged beside, and undone orders brought back. */
  pointsReturned: number;
  couponsGiven: number;
  /** Of those, void again because what earned them was undone. */
  couponsReturned: number;
  /** How often an award was due while its coupon was not to be had. */
  couponsMissed: number;
  /** How much of the budget operators were told is given. */
  pacedPct: number;
  /** As last written: what it is at a moment follows from the window too. */
  status: ActivityStatus;
  revision: number;
  createdAt: Date;
  updatedAt: Date;
}

type StoredRow = Omit<ActivityRow, "effect" | keyof Terms> & {
  terms: string | null;
  multiplierPct: number | null;
  basis: string | null;
  target: number | null;
  points: number | null;
  orderMinimumMinor: number;
  couponDefinitionId: number | null;
};

const TEXTS = ["title", "description"] as const;
type Text = (typeof TEXTS)[number];
export const TEXT_COLUMNS = [...textColumns("title"), ...textColumns("description")] as const;

const COLUMNS = `a.id, a.kind, ${TEXT_COLUMNS.map((name) => `a.${name}`).join(", ")}, a.multiplierPct,
  a.basis, a.target, a.points, a.orderMinimumMinor, a.couponDefinitionId, a.couponVersionId,
  a.couponPoints, a.couponsGiven, a.couponsReturned, a.couponsMissed, a.startsAt, a.endsAt, a.image, a.minTierCode, a.joining,
  a.capacity, a.joinedCount, a.pointsBudget, a.pointsGiven, a.pointsReturned, a.pacedPct, a.terms,
  a.status, a.revision, a.createdAt, a.updatedAt`;

function tidy(row: StoredTexts<StoredRow, Text>): ActivityRow {
  const stored = withTexts<StoredRow, Text>(row, TEXTS);
  const { multiplierPct, basis, target, points, orderMinimumMinor, terms, ...others } = stored;
  const { couponDefinitionId, ...rest } = others;
  const once = {
    points,
    orderMinimumMinor,
    ...(couponDefinitionId !== null && { couponDefinitionId: String(couponDefinitionId) }),
  };
  const effects = {
    POINTS_MULTIPLIER: { kind: "POINTS_MULTIPLIER", multiplierPct },
    BONUS_POINTS: { kind: "BONUS_POINTS", on: basis, ...once },
    CHALLENGE: { kind: "CHALLENGE", goal: basis, target, ...once },
  };
  const kept: Terms = terms === null ? NO_TERMS : { ...NO_TERMS, ...JSON.parse(terms) };
  return { ...rest, ...kept, effect: effects[rest.kind] as Effect };
}

/** @param rest what stands behind WHERE, of the table `a` */
export async function activities(db: Reader, rest: string, values: Values) {
  const sql = `SELECT ${COLUMNS} FROM activity a WHERE ${rest}`;
  return (await db.rows<StoredTexts<StoredRow, Text>>(sql, values)).map(tidy);
}

export async function find(db: Reader, id: number): Promise<ActivityRow | undefined> {
  return (await activities(db, "a.id = ?", [id]))[0];
}

export function findAll(db: Reader, ids: readonly number[]): Promise<ActivityRow[]> {
  if (ids.length === 0) return Promise.resolve([]);
  return activities(db, `a.id IN (${ids.map(() => "?").join(",")})`, [...ids]);
}

export async function lock(tx: Tx, id: number): Promise<ActivityRow | undefined> {
  return (await activities(tx, "a.id = ? FOR UPDATE", [id]))[0];
}

/** Those of which limits are about to be taken, in the order in which everybody locks them. */
export function lockAll(tx: Tx, ids: readonly number[]): Promise<ActivityRow[]> {
  if (ids.length === 0) return Promise.resolve([]);
  const marks = ids.map(() => "?").join(",");
  return activities(tx, `a.id IN (${marks}) ORDER BY a.id FOR UPDATE`, [...ids]);
}

/** Spans in which orders did not count; `moment` is a column or a mark. */
export const inPause = (activityId: string, moment: string) =>
  `EXISTS (SELECT 1 FROM activity_pause p WHERE p.activityId = ${activityId}
     AND p.pausedAt <= ${moment} AND (p.resumedAt IS NULL OR p.resumedAt > ${moment}))`;

/** More at once than this would be a mistake. */
export const RUNNING_MAX = 200;

/** The activities that ran at a moment, by id; what they are now does not matter. */
export function ranAt(db: Reader, moment: Date): Promise<ActivityRow[]> {
  return activities(
    db,
    `a.endsAt > ? AND a.startsAt <= ? AND a.status <> 'DRAFT' AND NOT ${inPause("a.id", "?")}
      ORDER BY a.id LIMIT ?`,
    [moment, moment, moment, moment, RUNNING_MAX],
  );
}

export interface Prospects {
  /** An activity ran at the order's moment, pauses aside. */
  running: boolean;
  /** The member came by an invitation. */
  invited: boolean;
}

/** Whether activities or an invitation could have to do with an order of a member at all. */
export async function prospectsOf(db: Reader, memberId: number, moment: Date): Promise<Prospects> {
  const row = await db.row<{ running: number; invited: number }>(
    `SELECT EXISTS (SELECT 1 FROM activity a
              WHERE a.endsAt > ? AND a.startsAt <= ? AND a.status <> 'DRAFT') AS running,
       EXISTS (SELECT 1 FROM referral r WHERE r.invitedId = ?) AS invited`,
    [moment, moment, memberId],
  );
  return { running: Boolean(row?.running), invited: Boolean(row?.invited) };
}

const IS: Record<ActivityStatus, [sql: string, marks: number]> = {
  DRAFT: ["a.status = 'DRAFT'", 0],
  SCHEDULED: ["a.status IN ('SCHEDULED','RUNNING') AND a.startsAt > ? AND a.endsAt > ?", 2],
  RUNNING: ["a.status IN ('SCHEDULED','RUNNING') AND a.startsAt <= ? AND a.endsAt > ?", 2],
  PAUSED: ["a.status = 'PAUSED' AND a.endsAt > ?", 1],
  ENDED: ["(a.status = 'ENDED' OR (a.status <> 'DRAFT' AND a.endsAt <= ?))", 1],
};

/** Of those that run: such as end by a moment, or of whose budget so much is given. */
export type Attention = { endsBy: Date } | { givenPct: number };

export interface ListFilter {
  status: ActivityStatus | null;
  kind: ActivityKind | null;
  drafts: boolean;
  attention?: Attention | null;
  now: Date;
  after: { endsAt: Date; id: number } | null;
  limit: number;
}

/** Those that end last come first, so that what runs stands before what is over. */
export function listed(db: Reader, filter: ListFilter): Promise<ActivityRow[]> {
  const where = ["1 = 1"];
  const values: (string | number | Date)[] = [];
  const { attention = null } = filter;
  const status = attention === null ? filter.status : "RUNNING";
  if (status !== null) {
    const [sql, marks] = IS[status];
    where.push(sql);
    values.push(...Array.from({ length: marks }, () => filter.now));
  }
  if (attention !== null) {
    const isOfTime = "endsBy" in attention;
    where.push(isOfTime ? "a.endsAt <= ?" : "a.pointsGiven >= a.pointsBudget * ? / 100");
    values.push(isOfTime ? attention.endsBy : attention.givenPct);
  }
  if (!filter.drafts) where.push("a.status <> 'DRAFT'");
  if (filter.kind !== null) {
    where.push("a.kind = ?");
    values.push(filter.kind);
  }
  if (filter.after !== null) {
    const { endsAt, id } = filter.after;
    where.push("(a.endsAt < ? OR (a.endsAt = ? AND a.id < ?))");
    values.push(endsAt, endsAt, id);
  }
  const rest = `${where.join(" AND ")} ORDER BY a.endsAt DESC, a.id DESC LIMIT ?`;
  return activities(db, rest, [...values, filter.limit]);
}

export interface Claim {
  activityId: number;
  places: 0 | 1;
  points: number;
}

/**
 * Takes a place and points of the budget, both or neither: one conditional statement on a row that
 * many want at once, so it comes last before what it decides.
 *
 * @param runningAt a joining must find the activity running at this moment
 */
export async function claim(tx: Tx, demand: Claim, runningAt?: Date): Promise<boolean> {
  const { activityId, places, points } = demand;
  if (places === 0 && points === 0) return true;
  const running = runningAt ? `AND ${IS.RUNNING[0].replaceAll("a.", "")}` : "";
  const { affectedRows } = await tx.write(
    `UPDATE activity SET joinedCount = joinedCount + ?, pointsGiven = pointsGiven + ?
      WHERE id = ? AND (capacity IS NULL OR joinedCount + ? <= capacity)
        AND (pointsBudget IS NULL OR pointsGiven + ? <= pointsBudget) ${running}`,
    [places, points, activityId, places, points, ...(runningAt ? [runningAt, runningAt] : [])],
  );
  return affectedRows === 1;
}

/** Counts what has no limit. */
export function count(tx: Tx, { activityId, places, points }: Claim): void {
  if (places === 0 && points === 0) return;
  tx.send(
    "UPDATE activity SET joinedCount = joinedCount + ?, pointsGiven = pointsGiven + ? WHERE id = ?",
    [places, points, activityId],
  );
}

/** Of points that were given, what is undone: room in the budget again. */
export function giveBackPoints(tx: Tx, activityId: number, points: number): void {
  tx.send(
    `UPDATE activity SET pointsGiven = pointsGiven - ?, pointsReturned = pointsReturned + ?
      WHERE id = ?`,
    [points, points, activityId],
  );
}

export interface CouponCounts {
  given?: number;
  returned?: number;
  missed?: number;
}

export function countCoupons(tx: Tx, activityId: number, counts: CouponCounts): void {
  const { given = 0, returned = 0, missed = 0 } = counts;
  tx.send(
    `UPDATE activity SET couponsGiven = couponsGiven + ?, couponsReturned = couponsReturned + ?,
       couponsMissed = couponsMissed + ? WHERE id = ?`,
    [given, returned, missed, activityId],
  );
}

/** Operators were told that so much is given. */
export function savePaced(tx: Tx, activityId: number, pacedPct: number): void {
  tx.send("UPDATE activity SET pacedPct = ? WHERE id = ?", [pacedPct, activityId]);
}

/** One of two who became one takes no place any more. */
export function giveBackPlace(tx: Tx, activityId: number): void {
  tx.send("UPDATE activity SET joinedCount = joinedCount - 1 WHERE id = ? AND joinedCount > 0", [
    activityId,
  ]);
}

/** Writes what the clock has decided, for whoever reads the table; returns how many changed. */
export async function writeStatus(tx: Tx, now: Date): Promise<number> {
  const ended = await tx.write(
    "UPDATE activity SET status = 'ENDED' WHERE status IN ('SCHEDULED','RUNNING','PAUSED') AND endsAt <= ?",
    [now],
  );
  const started = await tx.write(
    "UPDATE activity SET status = 'RUNNING' WHERE status = 'SCHEDULED' AND startsAt <= ? AND endsAt > ?",
    [now, now],
  );
  return ended.affectedRows + started.affectedRows;
}
