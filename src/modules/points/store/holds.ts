import type { Reader, Tx } from "@/platform/db";
import { insertInto } from "@/platform/insert";
import type { LiveHold } from "../rules/settle";
import type { ToldAmount } from "../rules/told-amount";

export type HoldStatus = "HELD" | "CAPTURED" | "RELEASED" | "EXPIRED";

export interface HoldRow extends ToldAmount {
  id: number;
  memberId: number;
  orderId: string;
  points: number;
  discountMinor: number;
  status: HoldStatus;
  madeByService: boolean;
  expiresAt: Date;
  entryId: number | null;
  captureEntryId: number | null;
  pointsUsed: number | null;
  availableAfter: number | null;
}

const SELECT = `SELECT id, memberId, orderId, points, orderAmountMinor, currency, rate, ownAmountMinor, discountMinor, status,
  madeByService, expiresAt, entryId, captureEntryId, pointsUsed, availableAfter FROM points_hold`;

export async function holdById(db: Reader, id: number): Promise<HoldRow | undefined> {
  const row = await db.row<HoldRow>(`${SELECT} WHERE id = ?`, [id]);
  return row && { ...row, madeByService: Boolean(row.madeByService) };
}

/** The member's own living hold on an order. */
export async function liveHoldOn(
  db: Reader,
  orderId: string,
  memberId: number,
): Promise<HoldRow | undefined> {
  const row = await db.row<HoldRow>(`${SELECT} WHERE livingOrderId = ? AND memberId = ?`, [
    orderId,
    memberId,
  ]);
  return row && { ...row, madeByService: Boolean(row.madeByService) };
}

/** How many holds of a member live, and how many of them they made themself. */
export async function countLiving(
  db: Reader,
  memberId: number,
): Promise<{ all: number; own: number }> {
  const row = await db.row<{ all: number; own: number }>(
    `SELECT COUNT(*) AS \`all\`, CAST(COALESCE(SUM(madeByService = 0), 0) AS SIGNED) AS own
       FROM points_hold WHERE memberId = ? AND status = 'HELD'`,
    [memberId],
  );
  return row ?? { all: 0, own: 0 };
}

/** The member's holds that have not ended. */
export function liveHolds(db: Reader, memberId: number): Promise<HoldRow[]> {
  return db.rows<HoldRow>(`${SELECT} WHERE memberId = ? AND status = 'HELD' ORDER BY id`, [
    memberId,
  ]);
}

export type NewHold = Pick<
  HoldRow,
  | "memberId"
  | "orderId"
  | "points"
  | keyof ToldAmount
  | "discountMinor"
  | "madeByService"
  | "expiresAt"
>;

export async function insertHold(tx: Tx, hold: NewHold, createdAt: Date): Promise<number> {
  const insertId = await tx.insertNamed(
    "hold",
    insertInto(
      "points_hold",
      [
        "memberId",
        "orderId",
        "activeOrderId",
        "livingOrderId",
        "points",
        "orderAmountMinor",
        "currency",
        "rate",
        "ownAmountMinor",
        "discountMinor",
        "status",
        "madeByService",
        "expiresAt",
        "createdAt",
      ],
      {
        ...hold,
        activeOrderId: hold.madeByService ? hold.orderId : null,
        livingOrderId: hold.orderId,
        status: "HELD",
        createdAt,
      },
    ),
  );
  return insertId;
}

export function nameHoldEntry(tx: Tx, id: number, entryId: number): void {
  tx.send("UPDATE points_hold SET entryId = ? WHERE id = ?", [entryId, id]);
}

/** A service said the same as the member: from now on the hold is the service's too. */
export function takeOverHold(tx: Tx, hold: Pick<HoldRow, "id" | "orderId">): void {
  tx.send("UPDATE points_hold SET madeByService = 1, activeOrderId = ? WHERE id = ?", [
    hold.orderId,
    hold.id,
  ]);
}

export interface HoldEnd {
  status: Exclude<HoldStatus, "HELD">;
  captureEntryId: number | null;
  pointsUsed: number | null;
  availableAfter: number;
  endedAt: Date;
}

export function endHold(tx: Tx, id: number, end: HoldEnd): void {
  tx.send(
    `UPDATE points_hold SET status = ?, activeOrderId = NULL, livingOrderId = NULL,
       captureEntryId = ?, pointsUsed = ?, availableAfter = ?, endedAt = ? WHERE id = ?`,
    [end.status, end.captureEntryId, end.pointsUsed, end.availableAfter, end.endedAt, id],
  );
}

interface PartRow {
  holdId: number;
  expiresAt: Date;
  lotId: number;
  points: number;
}

/** Living holds of a member that end by the moment given, with the lots they hold, in order. */
export async function holdsDue(db: Reader, memberId: number, by: Date): Promise<LiveHold[]> {
  const rows = await db.rows<PartRow>(
    `SELECT h.id AS holdId, h.expiresAt, a.lotId, a.frozen AS points
       FROM points_hold h JOIN points_allocation a ON a.entryId = h.entryId
      WHERE h.memberId = ? AND h.status = 'HELD' AND h.expiresAt <= ?
      ORDER BY h.expiresAt, h.id, a.position`,
    [memberId, by],
  );
  const holds = new Map<number, LiveHold & { parts: { lotId: number; points: number }[] }>();
  for (const { holdId: id, expiresAt, lotId, points } of rows) {
    const hold = holds.get(id) ?? { id, expiresAt, parts: [] };
    hold.parts.push({ lotId, points });
    holds.set(id, hold);
  }
  return [...holds.values()];
}

/** The lots a hold set aside, in the order it took them. */
export async function partsOfHold(db: Reader, entryId: number) {
  return db.rows<{ lotId: number; points: number; expiresAt: Date }>(
    `SELECT a.lotId, a.frozen AS points, l.expiresAt FROM points_allocation a
       JOIN points_lot l ON l.id = a.lotId WHERE a.entryId = ? ORDER BY a.position`,
    [entryId],
  );
}

export async function nextHoldMoment(db: Reader, memberId: number): Promise<Date | null> {
  const row = await db.row<{ next: Date | null }>(
    "SELECT MIN(expiresAt) AS next FROM points_hold WHERE memberId = ? AND status = 'HELD'",
    [memberId],
  );
  return row?.next ?? null;
}
