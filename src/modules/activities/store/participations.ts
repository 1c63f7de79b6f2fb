import type { Reader, Tx } from "@/platform/db";
import { insertInto } from "@/platform/insert";
import type { Earner } from "../rules/award";
import type { ActivityRow } from "./activities";
import { inPause } from "./activities";

export interface ParticipationRow {
  id: number;
  activityId: number;
  memberId: number;
  joinedAt: Date;
  awardCount: number;
  awardPoints: number;
  awardClawed: number;
  awardOrderId: string | null;
  awardedAt: Date | null;
  claimedPoints: number;
  /** What the last award issued. */
  couponIssueId: number | null;
  /** It goes with the award, was taken back with it, or was used before that could be. */
  couponState: "HELD" | "TAKEN" | "USED" | null;
  /** What the coupon counts in the budget. */
  couponPoints: number;
}

const SELECT = `SELECT id, activityId, memberId, joinedAt, awardCount, awardPoints, awardClawed,
  awardOrderId, awardedAt, claimedPoints, couponIssueId, couponState, couponPoints
  FROM activity_participation`;

export function participationsOf(
  db: Reader,
  memberId: number,
  activityIds: readonly number[],
): Promise<ParticipationRow[]> {
  if (activityIds.length === 0) return Promise.resolve([]);
  const marks = activityIds.map(() => "?").join(",");
  return db.rows<ParticipationRow>(`${SELECT} WHERE memberId = ? AND activityId IN (${marks})`, [
    memberId,
    ...activityIds,
  ]);
}

/** The activities of a member, the last made first. */
export function partsOf(
  db: Reader,
  memberId: number,
  beforeActivityId: number | null,
  limit: number,
): Promise<ParticipationRow[]> {
  return db.rows<ParticipationRow>(
    `${SELECT} WHERE memberId = ? AND activityId < ? ORDER BY activityId DESC LIMIT ?`,
    [memberId, beforeActivityId ?? Number.MAX_SAFE_INTEGER, limit],
  );
}

export async function insertParticipation(
  tx: Tx,
  activityId: number,
  memberId: number,
  joinedAt: Date,
): Promise<ParticipationRow> {
  const { insertId: id } = await tx.write(
    ...insertInto("activity_participation", ["activityId", "memberId", "joinedAt"], {
      activityId,
      memberId,
      joinedAt,
    }),
  );
  const none = { awardCount: 0, awardPoints: 0, awardClawed: 0, awardOrderId: null };
  const noCoupon = { couponIssueId: null, couponState: null, couponPoints: 0 };
  const about = { id, activityId, memberId, joinedAt };
  return { ...about, ...none, ...noCoupon, awardedAt: null, claimedPoints: 0 };
}

export function saveAward(tx: Tx, row: ParticipationRow): void {
  tx.send(
    `UPDATE activity_participation SET awardCount = ?, awardPoints = ?, awardClawed = ?,
       awardOrderId = ?, awardedAt = ?, claimedPoints = ?, couponIssueId = ?, couponState = ?,
       couponPoints = ? WHERE id = ?`,
    [
      row.awardCount,
      row.awardPoints,
      row.awardClawed,
      row.awardOrderId,
      row.awardedAt,
      row.claimedPoints,
      row.couponIssueId,
      row.couponState,
      row.couponPoints,
      row.id,
    ],
  );
}

const LEFT_AT_LEAST = "o.paidAmountMinor - o.refundedMinor >= ?";

/** Orders of a member that count for an activity: paid in its window and in no pause, not undone. */
function counted(activity: ActivityRow, memberId: number, since: Date, minimum: string) {
  return {
    where: `o.memberId = ? AND o.paidAt >= ? AND o.paidAt < ? AND o.cancelledAt IS NULL
       AND o.paidAmountMinor > o.refundedMinor AND ${minimum}
       AND NOT ${inPause("?", "o.paidAt")}`,
    values: (minimumMinor: number) => [memberId, since, activity.endsAt, minimumMinor, activity.id],
  };
}

export interface Counted {
  orders: number;
  spendMinor: number;
  lastPaidAt: Date | null;
}

/** How far a member has come in a challenge: derived from the orders, so that no event can be missed. */
export async function progressOf(
  db: Reader,
  activity: ActivityRow,
  memberId: number,
  since: Date,
): Promise<Counted> {
  const { where, values } = counted(activity, memberId, since, LEFT_AT_LEAST);
  const minimum =
    activity.effect.kind === "POINTS_MULTIPLIER" ? 0 : activity.effect.orderMinimumMinor;
  const row = await db.row<Counted>(
    `SELECT COUNT(*) AS orders,
        CAST(COALESCE(SUM(o.paidAmountMinor - o.refundedMinor), 0) AS SIGNED) AS spendMinor,
        MAX(o.paidAt) AS lastPaidAt FROM shop_order o WHERE ${where}`,
    values(minimum),
  );
  return row ?? { orders: 0, spendMinor: 0, lastPaidAt: null };
}

type OrderFacts = Omit<Earner, "cancelled"> & { cancelledAt: Date | null };

const asEarner = ({ cancelledAt, ...order }: OrderFacts): Earner => ({
  ...order,
  cancelled: cancelledAt !== null,
});

const ORDER = "o.orderId, o.paidAmountMinor, o.refundedMinor, o.cancelledAt, o.paidAt";

/**
 * The earliest order of a member that earns a bonus of so many points and keeps at least one; where it
 * has no share, the earliest that reaches the minimum by what is left of it.
 */
export async function firstOrder(
  db: Reader,
  activity: ActivityRow,
  memberId: number,
  terms: { since: Date; points: number; minimumMinor: number; isWhole: boolean },
): Promise<Earner | undefined> {
  const { since, points, minimumMinor, isWhole } = terms;
  const minimum = isWhole ? LEFT_AT_LEAST : "o.paidAmountMinor >= ?";
  const { where, values } = counted(activity, memberId, since, minimum);
  const keepsOne = `AND (o.paidAmountMinor - o.refundedMinor) * CAST(? AS DECIMAL(20,0))
    >= o.paidAmountMinor`;
  const row = await db.row<OrderFacts>(
    `SELECT ${ORDER} FROM shop_order o WHERE ${where} ${isWhole ? "" : keepsOne}
      ORDER BY o.paidAt, o.id LIMIT 1`,
    [...values(minimumMinor), ...(isWhole ? [] : [points])],
  );
  return row && asEarner(row);
}

export async function earnerOf(db: Reader, orderId: string): Promise<Earner | undefined> {
  const row = await db.row<OrderFacts>(
    `SELECT ${ORDER} FROM shop_order o WHERE o.orderId = ? AND o.paidAmountMinor IS NOT NULL`,
    [orderId],
  );
  return row && asEarner(row);
}

export interface BothJoined {
  activityId: number;
  fromPart: number;
  intoPart: number;
  fromAwards: number;
  intoAwards: number;
  /** Whether orders of theirs got something of it. */
  fromUses: number;
  intoUses: number;
}

const hasUses = (part: string) => `EXISTS (SELECT 1 FROM activity_use u
  WHERE u.memberId = ${part}.memberId AND u.activityId = ${part}.activityId)`;

/** Activities that two members take part in. */
export function joinedByBoth(db: Reader, fromId: number, intoId: number): Promise<BothJoined[]> {
  return db.rows<BothJoined>(
    `SELECT f.activityId, f.id AS fromPart, i.id AS intoPart, f.awardCount AS fromAwards,
        i.awardCount AS intoAwards, ${hasUses("f")} AS fromUses, ${hasUses("i")} AS intoUses
       FROM activity_participation f JOIN activity_participation i
         ON i.activityId = f.activityId AND i.memberId = ?
      WHERE f.memberId = ? ORDER BY f.activityId`,
    [intoId, fromId],
  );
}

export function removePart(tx: Tx, id: number): void {
  tx.send("DELETE FROM activity_participation WHERE id = ?", [id]);
}

export function moveParts(tx: Tx, fromId: number, intoId: number): void {
  tx.send("UPDATE activity_participation SET memberId = ? WHERE memberId = ?", [intoId, fromId]);
}

export async function countParts(db: Reader, memberId: number): Promise<number> {
  const sql = "SELECT COUNT(*) AS parts FROM activity_participation WHERE memberId = ?";
  return (await db.row<{ parts: number }>(sql, [memberId]))?.parts ?? 0;
}
