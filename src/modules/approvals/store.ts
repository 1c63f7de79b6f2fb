import type { Reader } from "@/platform/db";
import type { ApprovalStatus } from "../access/schema/approvals";

/** A request about a member, and what the rows of a batch would bring them. */
export interface AboutMember {
  id: number;
  /** Null for what is about them alone. */
  rows: number | null;
  given: number | null;
  taken: number | null;
}

/**
 * Requests about one member, the latest first: their own, and batches that name them in rows that
 * would be applied. Both halves are ranges of an index by member and are cut each before they meet.
 */
const ABOUT_MEMBER = `
  (SELECT id, NULL AS \`rows\`, NULL AS given, NULL AS taken FROM approval
    WHERE memberId = ? AND status = ? AND id < ? ORDER BY id DESC LIMIT ?)
  UNION ALL
  (SELECT a.id, COUNT(*), CAST(SUM(GREATEST(r.points, 0)) AS SIGNED),
      CAST(SUM(GREATEST(-r.points, 0)) AS SIGNED)
     FROM points_batch_row r JOIN approval a ON a.batchId = r.batchId
    WHERE r.memberId = ? AND r.status <> 'REFUSED' AND a.status = ? AND a.id < ?
    GROUP BY a.id ORDER BY a.id DESC LIMIT ?)
  ORDER BY id DESC LIMIT ?`;

export function aboutMember(
  db: Reader,
  memberId: number,
  status: ApprovalStatus,
  beforeId: number | null,
  limit: number,
): Promise<AboutMember[]> {
  const half = [memberId, status, beforeId ?? Number.MAX_SAFE_INTEGER, limit];
  return db.rows<AboutMember>(ABOUT_MEMBER, [...half, ...half, limit]);
}
