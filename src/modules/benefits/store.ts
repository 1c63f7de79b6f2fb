import type { Reader, Tx } from "@/platform/db";
import { insertInto } from "@/platform/insert";
import type { Period } from "./rules";

export type UsageStatus = "RESERVED" | "USED" | "CANCELLED" | "EXPIRED";

export interface UsageRow {
  id: number;
  memberId: number;
  benefitId: string;
  type: string;
  orderId: string;
  tierCode: string;
  status: UsageStatus;
  orderAmountMinor: number;
  shippingMinor: number;
  valueMinor: number;
  points: number;
  /** The pass it was used by; null where the tier gave the right. */
  passId: number | null;
  /** The business date that quotas count it on. */
  usedOn: string;
  /** Of a reservation, also after it was committed. */
  expiresAt: Date | null;
}

const COLUMNS = `id, memberId, benefitId, type, orderId, tierCode, status, orderAmountMinor,
  shippingMinor, valueMinor, points, passId, usedOn, expiresAt`;
const SELECT = `SELECT ${COLUMNS} FROM benefit_usage`;

export function usageById(db: Reader, id: number): Promise<UsageRow | undefined> {
  return db.row<UsageRow>(`${SELECT} WHERE id = ?`, [id]);
}

/** The usage of a benefit on an order, unless it was cancelled or marked as expired. */
export function usageOnOrder(
  db: Reader,
  benefitId: string,
  orderId: string,
): Promise<UsageRow | undefined> {
  return db.row<UsageRow>(`${SELECT} WHERE benefitId = ? AND activeOrderId = ?`, [
    benefitId,
    orderId,
  ]);
}

/** What one member uses or has set aside on an order. */
export function usagesOfOrder(db: Reader, memberId: number, orderId: string): Promise<UsageRow[]> {
  return db.rows<UsageRow>(
    `${SELECT} WHERE orderId = ? AND memberId = ? AND activeOrderId IS NOT NULL ORDER BY id`,
    [orderId, memberId],
  );
}

/** Others than a member who use a benefit on an order; waits for whoever is writing such a use right now. */
export async function claimantsOn(tx: Tx, orderId: string, memberId: number): Promise<number[]> {
  const rows = await tx.rows<{ memberId: number }>(
    `SELECT memberId FROM benefit_usage
      WHERE orderId = ? AND memberId <> ? AND activeOrderId IS NOT NULL LOCK IN SHARE MODE`,
    [orderId, memberId],
  );
  return rows.map((row) => row.memberId);
}

export type NewUsage = Omit<UsageRow, "id"> & { programVersionId: number };

export async function insertUsage(tx: Tx, usage: NewUsage, createdAt: Date): Promise<number> {
  const insertId = await tx.insertNamed(
    "benefit use",
    insertInto(
      "benefit_usage",
      [
        "memberId",
        "benefitId",
        "type",
        "orderId",
        "activeOrderId",
        "tierCode",
        "programVersionId",
        "status",
        "orderAmountMinor",
        "shippingMinor",
        "valueMinor",
        "points",
        "passId",
        "usedOn",
        "expiresAt",
        "createdAt",
      ],
      { ...usage, activeOrderId: usage.orderId, createdAt },
    ),
  );
  return insertId;
}

/** The order is named again: a sweep that ran meanwhile may have taken it for expired. */
export function commitUsage(tx: Tx, usage: UsageRow): void {
  tx.send("UPDATE benefit_usage SET status = 'USED', activeOrderId = ? WHERE id = ?", [
    usage.orderId,
    usage.id,
  ]);
}

export function endUsage(
  tx: Tx,
  id: number,
  end: { status: "CANCELLED" | "EXPIRED"; endedAt: Date },
): void {
  tx.send("UPDATE benefit_usage SET status = ?, activeOrderId = NULL, endedAt = ? WHERE id = ?", [
    end.status,
    end.endedAt,
    id,
  ]);
}

export interface Counted extends Period {
  benefitId: string;
}

/** What counts as used, at a moment: a reservation past its time does not, whether it is marked or not. */
const COUNTS = "(u.status = 'USED' OR (u.status = 'RESERVED' AND u.expiresAt > ?))";

/** How often a member used each benefit in its period by the right of their tier. */
export async function countUsages(
  db: Reader,
  memberId: number,
  counted: readonly Counted[],
  now: Date,
): Promise<Map<string, number>> {
  if (counted.length === 0) return new Map();
  const one = "(u.benefitId = ? AND u.usedOn >= ? AND u.usedOn < ?)";
  const ranges = counted.map(() => one).join(" OR ");
  const rows = await db.rows<{ benefitId: string; used: number }>(
    `SELECT u.benefitId, COUNT(*) AS used FROM benefit_usage u
      WHERE u.memberId = ? AND (${ranges}) AND u.passId IS NULL AND ${COUNTS} GROUP BY u.benefitId`,
    [memberId, ...counted.flatMap(({ benefitId, from, to }) => [benefitId, from, to]), now],
  );
  return new Map(rows.map(({ benefitId, used }) => [benefitId, used]));
}

/** What a member has set aside and neither used nor given back by a moment. */
export function livingReservations(db: Reader, memberId: number, now: Date): Promise<UsageRow[]> {
  return db.rows<UsageRow>(
    `${SELECT} WHERE memberId = ? AND status = 'RESERVED' AND expiresAt > ? ORDER BY id`,
    [memberId, now],
  );
}

/** Marks a page of reservations that ran out; what they counted ended with their moment. */
export async function expireReservations(tx: Tx, now: Date, limit: number): Promise<number> {
  const due = await tx.rows<{ id: number }>(
    "SELECT id FROM benefit_usage WHERE status = 'RESERVED' AND expiresAt <= ? ORDER BY expiresAt LIMIT ?",
    [now, limit],
  );
  if (due.length === 0) return 0;
  await tx.write(
    `UPDATE benefit_usage SET status = 'EXPIRED', activeOrderId = NULL, endedAt = expiresAt
      WHERE status = 'RESERVED' AND id IN (${due.map(() => "?").join(",")})`,
    due.map(({ id }) => id),
  );
  return due.length;
}

/** What a member used or set aside, the last first. */
export function usagesOf(
  db: Reader,
  memberId: number,
  beforeId: number | null,
  limit: number,
): Promise<(UsageRow & { createdAt: Date })[]> {
  return db.rows(
    `SELECT ${COLUMNS}, createdAt FROM benefit_usage WHERE memberId = ? AND id < ?
      ORDER BY id DESC LIMIT ?`,
    [memberId, beforeId ?? Number.MAX_SAFE_INTEGER, limit],
  );
}

export interface NewPass {
  redemptionId: number;
  benefitId: string;
  uses: number;
  validUntil: Date;
}

export function insertPass(tx: Tx, memberId: number, pass: NewPass, createdAt: Date): void {
  tx.send(
    ...insertInto(
      "benefit_pass",
      ["memberId", "redemptionId", "benefitId", "uses", "validUntil", "createdAt"],
      { ...pass, memberId, createdAt },
    ),
  );
}

export interface PassRow {
  id: number;
  redemptionId: number;
  benefitId: string;
  usesLeft: number;
  validUntil: Date;
}

/** How many of its uses are left follows from the usages that name it. */
const PASS = `SELECT p.id, p.redemptionId, p.benefitId, p.validUntil,
  p.uses - (SELECT COUNT(*) FROM benefit_usage u WHERE u.passId = p.id AND ${COUNTS}) AS usesLeft
  FROM benefit_pass p`;

/** More than anybody would buy. */
const PASSES_MAX = 500;

/** A member's passes with uses left, the one that ends first before the others. */
export async function livingPasses(db: Reader, memberId: number, now: Date): Promise<PassRow[]> {
  return db.rows<PassRow>(
    `${PASS} WHERE p.memberId = ? AND p.validUntil > ? HAVING usesLeft > 0
      ORDER BY p.validUntil, p.id LIMIT ?`,
    [now, memberId, now, PASSES_MAX],
  );
}

export async function passesOfRedemptions(
  db: Reader,
  redemptionIds: readonly number[],
  now: Date,
): Promise<PassRow[]> {
  if (redemptionIds.length === 0) return [];
  const marks = redemptionIds.map(() => "?").join(",");
  return db.rows<PassRow>(`${PASS} WHERE p.redemptionId IN (${marks})`, [now, ...redemptionIds]);
}

/** What a member used or set aside, and the passes they bought, are another's by now. */
export function moveUses(tx: Tx, fromId: number, intoId: number): void {
  tx.send("UPDATE benefit_usage SET memberId = ? WHERE memberId = ?", [intoId, fromId]);
  tx.send("UPDATE benefit_pass SET memberId = ? WHERE memberId = ?", [intoId, fromId]);
}

export interface BenefitRows {
  uses: number;
  passes: number;
}

export async function countRows(db: Reader, memberId: number): Promise<BenefitRows> {
  const row = await db.row<BenefitRows>(
    `SELECT (SELECT COUNT(*) FROM benefit_usage WHERE memberId = ?) AS uses,
        (SELECT COUNT(*) FROM benefit_pass WHERE memberId = ?) AS passes`,
    [memberId, memberId],
  );
  return row ?? { uses: 0, passes: 0 };
}

export interface UsedOn {
  memberId: number;
  benefitId: string;
  usedOn: string;
}

/** What members of a span used of some benefits by their tiers before a business date. */
export function usedBefore(
  db: Reader,
  span: { from: number; to: number },
  { benefitIds, date, now }: { benefitIds: readonly string[]; date: string; now: Date },
): Promise<UsedOn[]> {
  if (benefitIds.length === 0) return Promise.resolve([]);
  return db.rows<UsedOn>(
    `SELECT u.memberId, u.benefitId, u.usedOn FROM benefit_usage u
      WHERE u.memberId >= ? AND u.memberId < ? AND u.benefitId IN (${benefitIds.map(() => "?").join(",")})
        AND u.usedOn < ? AND u.passId IS NULL AND ${COUNTS}`,
    [span.from, span.to, ...benefitIds, date, now],
  );
}
