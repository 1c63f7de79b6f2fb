import type { Reader, Tx } from "@/platform/db";
import { invariant } from "@/platform/errors";
import { insertInto } from "@/platform/insert";
import type { ToldAmount } from "../rules/told-amount";

export interface RedemptionRow extends ToldAmount {
  id: number;
  orderId: string;
  memberId: number;
  points: number;
  discountMinor: number;
  restored: number;
  /** What of `restored` went back because the order came and takes less. */
  overCap: number;
  entryId: number;
  reversalEntryId: number | null;
  reversedAt: Date | null;
}

const COLUMNS = `r.id, r.orderId, r.memberId, r.points, r.orderAmountMinor, r.currency, r.rate, r.ownAmountMinor, r.discountMinor, r.restored,
  r.overCap, r.entryId, r.reversalEntryId, r.reversedAt`;
const SELECT = `SELECT ${COLUMNS} FROM points_redemption r`;

export function redemptionOfOrder(db: Reader, orderId: string): Promise<RedemptionRow | undefined> {
  return db.row<RedemptionRow>(`${SELECT} WHERE r.activeOrderId = ?`, [orderId]);
}

/** Who spends points on an order or has set some aside for it, in one round trip. */
export interface Claims {
  redemption: RedemptionRow | undefined;
  /** The member's own living hold. */
  ownHoldId: number | null;
  /** Whether a service made it, or said the same. */
  ownHoldByService: boolean;
  /** Whether a service has set points of somebody else aside. */
  heldForOther: boolean;
  /** Redemptions under this order id so far, those that made room for its owner's among them. */
  redemptions: number;
}

export async function claimsOn(db: Reader, orderId: string, memberId: number): Promise<Claims> {
  const row = await db.row<
    Omit<RedemptionRow, "id"> & {
      id: number | null;
      ownHoldId: number | null;
      byService: number | null;
      otherHoldId: number | null;
      redemptions: number;
    }
  >(
    `SELECT own.id AS ownHoldId, own.madeByService AS byService, other.id AS otherHoldId,
        (SELECT COUNT(*) FROM points_redemption e WHERE e.orderId = ?) AS redemptions, ${COLUMNS}
       FROM (SELECT 1 AS one) x
       LEFT JOIN points_hold own ON own.livingOrderId = ? AND own.memberId = ?
       LEFT JOIN points_hold other ON other.activeOrderId = ? AND other.memberId <> ?
       LEFT JOIN points_redemption r ON r.activeOrderId = ?`,
    [orderId, orderId, memberId, orderId, memberId, orderId],
  );
  invariant(row, "a row for what may be none");
  const { ownHoldId, byService, otherHoldId, redemptions, id, ...rest } = row;
  const redemption = id === null ? undefined : { ...rest, id };
  const ownHoldByService = Boolean(byService);
  return {
    redemption,
    ownHoldId,
    ownHoldByService,
    heldForOther: otherHoldId !== null,
    redemptions,
  };
}

/** Others than a member who claim an order; waits for whoever is writing such a claim right now. */
export async function claimantsOn(tx: Tx, orderId: string, memberId: number): Promise<number[]> {
  const others = "AND memberId <> ? LOCK IN SHARE MODE";
  const [redeemed, held] = await Promise.all([
    tx.rows<{ memberId: number }>(
      `SELECT memberId FROM points_redemption WHERE activeOrderId = ? ${others}`,
      [orderId, memberId],
    ),
    tx.rows<{ memberId: number }>(
      `SELECT memberId FROM points_hold WHERE livingOrderId = ? ${others}`,
      [orderId, memberId],
    ),
  ]);
  return [...redeemed, ...held].map((row) => row.memberId);
}

export function redemptionOfEntry(db: Reader, entryId: number): Promise<RedemptionRow | undefined> {
  return db.row<RedemptionRow>(`${SELECT} WHERE r.entryId = ?`, [entryId]);
}

export type NewRedemption = Pick<
  RedemptionRow,
  "orderId" | "memberId" | "points" | keyof ToldAmount | "discountMinor" | "entryId"
>;

export function insertRedemption(tx: Tx, redemption: NewRedemption, createdAt: Date): void {
  tx.send(
    ...insertInto(
      "points_redemption",
      [
        "orderId",
        "activeOrderId",
        "memberId",
        "points",
        "orderAmountMinor",
        "currency",
        "rate",
        "ownAmountMinor",
        "discountMinor",
        "entryId",
        "createdAt",
      ],
      { ...redemption, activeOrderId: redemption.orderId, createdAt },
    ),
  );
}

export function addRestored(tx: Tx, id: number, points: number, overCap: number): void {
  tx.send(
    "UPDATE points_redemption SET restored = restored + ?, overCap = overCap + ? WHERE id = ?",
    [points, overCap, id],
  );
}

export function markReversed(tx: Tx, id: number, entryId: number | null, at: Date): void {
  tx.send("UPDATE points_redemption SET reversalEntryId = ?, reversedAt = ? WHERE id = ?", [
    entryId,
    at,
    id,
  ]);
}

/** The order turned out to be somebody else's, who may spend points on it now. */
export function makeRoom(tx: Tx, id: number): void {
  tx.send("UPDATE points_redemption SET activeOrderId = NULL WHERE id = ?", [id]);
}
