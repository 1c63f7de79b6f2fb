import type { Reader, Tx } from "@/platform/db";
import { insertInto } from "@/platform/insert";
import type { LocalizedText } from "@/platform/texts";
import type { CouponSource, IssueStatus } from "../schema/coupons";

export interface IssueRow {
  id: number;
  definitionId: number;
  versionId: number;
  source: CouponSource;
  status: IssueStatus;
  count: number;
  issuedCount: number;
  voidedCount: number;
  reason: string;
  actor: string;
  /** The activity that gave them. */
  activityId: number | null;
  createdAt: Date;
}

export type NewIssue = Omit<IssueRow, "id" | "issuedCount" | "voidedCount"> & {
  /** What it was called then. */
  origin: LocalizedText | null;
};

const SELECT = `SELECT id, definitionId, versionId, source, status, count, issuedCount, voidedCount,
  reason, actor, activityId, createdAt FROM coupon_issue`;

const NEW_COLUMNS = [
  "definitionId",
  "versionId",
  "source",
  "status",
  "count",
  "reason",
  "actor",
  "activityId",
  "originTexts",
  "createdAt",
] as const;

export async function insertIssue(tx: Tx, { origin, ...issue }: NewIssue): Promise<number> {
  const originTexts = origin && JSON.stringify(origin);
  return tx.insertNamed(
    "coupon issue",
    insertInto("coupon_issue", NEW_COLUMNS, { ...issue, originTexts }),
  );
}

export function issueById(db: Reader, id: number): Promise<IssueRow | undefined> {
  return db.row<IssueRow>(`${SELECT} WHERE id = ?`, [id]);
}

export function lockIssue(tx: Tx, id: number): Promise<IssueRow | undefined> {
  return tx.row<IssueRow>(`${SELECT} WHERE id = ? FOR UPDATE`, [id]);
}

export function saveIssue(
  tx: Tx,
  row: Pick<IssueRow, "id" | "status" | "issuedCount" | "voidedCount">,
): void {
  tx.send("UPDATE coupon_issue SET status = ?, issuedCount = ?, voidedCount = ? WHERE id = ?", [
    row.status,
    row.issuedCount,
    row.voidedCount,
    row.id,
  ]);
}

/** What people issued to many, the last first: what each member got by themself stands with them. */
export function issuePage(db: Reader, beforeId: number | null, limit: number): Promise<IssueRow[]> {
  const sources = ["LIST", "PRINT", "UPLOAD"];
  // Each by its own index: of millions that rules issue none is looked at.
  const parts = sources.map(
    () => `(${SELECT} WHERE source = ? AND id < ? ORDER BY id DESC LIMIT ?)`,
  );
  const before = beforeId ?? Number.MAX_SAFE_INTEGER;
  return db.rows<IssueRow>(`${parts.join(" UNION ALL ")} ORDER BY id DESC LIMIT ?`, [
    ...sources.flatMap((source) => [source, before, limit]),
    limit,
  ]);
}

export function runningIssues(db: Reader): Promise<IssueRow[]> {
  return db.rows<IssueRow>(`${SELECT} WHERE status = 'RUNNING' ORDER BY id LIMIT 100`, []);
}
