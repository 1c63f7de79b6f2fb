import type { Reader, Tx } from "@/platform/db";
import type { Rung, TierCause } from "./schema";

type TierRow = Omit<Rung, "benefits"> & { benefits: string };

export async function rungs(db: Reader, programVersionId: number): Promise<Rung[]> {
  const rows = await db.rows<TierRow>(
    `SELECT code, \`rank\`, name, nameEn, thresholdMinor, discountRateBps, multiplierPct, benefits
       FROM tier WHERE programVersionId = ? ORDER BY \`rank\``,
    [programVersionId],
  );
  return rows.map((row) => ({ ...row, benefits: row.benefits.split(" ").filter(Boolean) }));
}

export function insertRungs(tx: Tx, programVersionId: number, ladder: readonly Rung[]): void {
  const values = ladder.flatMap((rung) => [
    programVersionId,
    rung.code,
    rung.rank,
    rung.name,
    rung.nameEn,
    rung.thresholdMinor,
    rung.discountRateBps,
    rung.multiplierPct,
    rung.benefits.join(" "),
  ]);
  tx.send(
    `INSERT INTO tier (programVersionId, code, \`rank\`, name, nameEn, thresholdMinor,
       discountRateBps, multiplierPct, benefits)
     VALUES ${ladder.map(() => "(?,?,?,?,?,?,?,?,?)").join(",")}`,
    values,
  );
}

export interface NewChange {
  memberId: number;
  fromCode: string | null;
  toCode: string;
  cause: TierCause;
  actor: string;
  reason: string | null;
  referenceType: string | null;
  referenceId: string | null;
  qualifyingMinor: number;
  programVersionId: number;
  effectiveAt: Date;
  createdAt: Date;
}

export async function insertChange(tx: Tx, change: NewChange): Promise<number> {
  const { insertId } = await tx.write(
    `INSERT INTO tier_change (memberId, fromCode, toCode, cause, actor, reason, referenceType,
       referenceId, qualifyingMinor, programVersionId, effectiveAt, createdAt)
     VALUES (?,?,?,?,?,?,?,?,?,?,?,?)`,
    [
      change.memberId,
      change.fromCode,
      change.toCode,
      change.cause,
      change.actor,
      change.reason,
      change.referenceType,
      change.referenceId,
      change.qualifyingMinor,
      change.programVersionId,
      change.effectiveAt,
      change.createdAt,
    ],
  );
  return insertId;
}

export interface ChangeRow extends NewChange {
  id: number;
}

/** Newest first. */
export function changesOf(
  db: Reader,
  memberId: number,
  beforeId: number | null,
  limit: number,
): Promise<ChangeRow[]> {
  return db.rows<ChangeRow>(
    `SELECT id, memberId, fromCode, toCode, cause, actor, reason, referenceType, referenceId,
        qualifyingMinor, programVersionId, effectiveAt, createdAt
       FROM tier_change WHERE memberId = ? AND id < ? ORDER BY id DESC LIMIT ?`,
    [memberId, beforeId ?? Number.MAX_SAFE_INTEGER, limit],
  );
}

/**
 * Paid minus refunded of the orders paid since an instant. Reads the orders' rows, because a rolling
 * sum over them is what the rolling period is.
 */
export async function spendSince(db: Reader, memberId: number, since: Date): Promise<number> {
  const row = await db.row<{ spendMinor: number | null }>(
    `SELECT CAST(SUM(paidAmountMinor - refundedMinor) AS SIGNED) AS spendMinor FROM shop_order
      WHERE memberId = ? AND paidAt > ? AND cancelledAt IS NULL`,
    [memberId, since],
  );
  return row?.spendMinor ?? 0;
}
