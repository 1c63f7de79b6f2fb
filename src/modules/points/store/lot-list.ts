import type { Reader } from "@/platform/db";
import type { EntryType } from "../schema/ledger";
import type { LotRow } from "./lots";

/** A lot with the entry that made it. */
type ListedLot = LotRow & {
  type: EntryType | null;
  referenceType: string | null;
  referenceId: string | null;
};

/** A member's lots that hold anything, by expiry; none after a lot that is not theirs. */
export async function liveLotsOf(
  db: Reader,
  memberId: number,
  afterId: number | null,
  limit: number,
): Promise<ListedLot[]> {
  const last =
    afterId &&
    (await db.row<LotRow>("SELECT expiresAt FROM points_lot WHERE memberId = ? AND id = ?", [
      memberId,
      afterId,
    ]));
  if (last === undefined) return [];
  return db.rows<ListedLot>(
    `SELECT lot.id, original, remaining, frozen, matured, availableAt, lot.expiresAt, lot.createdAt,
         type, referenceType, referenceId
       FROM points_lot AS lot LEFT JOIN points_entry AS entry ON entry.id = lot.entryId
      WHERE lot.memberId = ? AND live = 1
        ${last ? "AND (lot.expiresAt > ? OR (lot.expiresAt = ? AND lot.id > ?))" : ""}
      ORDER BY lot.expiresAt, lot.id LIMIT ?`,
    [memberId, ...(last ? [last.expiresAt, last.expiresAt, afterId] : []), limit],
  );
}
