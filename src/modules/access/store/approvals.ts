import type { Reader, Tx } from "@/platform/db";
import { insertInto } from "@/platform/insert";
import type { ApprovalKind, ApprovalStatus } from "../schema/approvals";

export interface ApprovalRow {
  id: number;
  kind: ApprovalKind;
  memberId: number | null;
  batchId: number | null;
  /** Of a correction or batch. */
  points: number | null;
  reason: string;
  /** Words for the member that a correction is about. */
  memberNote: string | null;
  reference: string;
  status: ApprovalStatus;
  requestedBy: string;
  /** The person behind requestedBy. */
  requesterId: number | null;
  /** What it is about where that is no member: "key:7". */
  subject: string | null;
  /** JSON: what is shown, and what is carried out. */
  payload: string | null;
  decidedBy: string | null;
  decision: string | null;
  entryId: number | null;
  /** What it would give, in money; null where that has no bound or is not known. */
  worthMinor: number | null;
  /** When it ends undecided. */
  expiresAt: Date | null;
  createdAt: Date;
  decidedAt: Date | null;
}

const SELECT = `SELECT id, kind, memberId, batchId, points, reason, memberNote, reference, status,
  requestedBy, requesterId, subject, payload, decidedBy, decision, entryId, worthMinor, expiresAt,
  createdAt, decidedAt FROM approval`;

export type NewApproval = Omit<
  ApprovalRow,
  "id" | "status" | "decidedBy" | "decision" | "entryId" | "decidedAt"
>;

export async function insertApproval(tx: Tx, approval: NewApproval): Promise<number> {
  const insertId = await tx.insertNamed(
    "approval",
    insertInto(
      "approval",
      [
        "kind",
        "memberId",
        "batchId",
        "points",
        "reason",
        "memberNote",
        "reference",
        "status",
        "requestedBy",
        "requesterId",
        "subject",
        "payload",
        "worthMinor",
        "expiresAt",
        "createdAt",
      ],
      { ...approval, status: "WAITING" },
    ),
  );
  return insertId;
}

export function approvalByReference(
  db: Reader,
  kind: ApprovalKind,
  reference: string,
): Promise<ApprovalRow | undefined> {
  return db.row<ApprovalRow>(`${SELECT} WHERE kind = ? AND reference = ?`, [kind, reference]);
}

/** The latest of a person's that waits about the same; others may ask for it meanwhile. */
export function waitingAbout(
  db: Reader,
  { kind, subject, requesterId }: Pick<ApprovalRow, "kind" | "subject" | "requesterId">,
): Promise<ApprovalRow | undefined> {
  return db.row<ApprovalRow>(
    `${SELECT} WHERE kind = ? AND subject = ? AND status = 'WAITING' AND requesterId <=> ?
      ORDER BY id DESC LIMIT 1`,
    [kind, subject, requesterId],
  );
}

/** Corrections of one member that wait, the latest first. @param now leaves out whose time is over */
export function waitingCorrections(
  db: Reader,
  memberId: number,
  now: Date | null = null,
): Promise<ApprovalRow[]> {
  return db.rows<ApprovalRow>(
    `${SELECT} WHERE memberId = ? AND kind = 'ADJUSTMENT' AND status = 'WAITING'
        AND COALESCE(expiresAt > ?, TRUE) ORDER BY id DESC LIMIT 200`,
    [memberId, now],
  );
}

/** Requests whose time is over, those that ended first. */
export async function expiredApprovals(db: Reader, now: Date, limit: number): Promise<number[]> {
  const rows = await db.rows<{ id: number }>(
    `SELECT id FROM approval WHERE status = 'WAITING' AND expiresAt <= ?
      ORDER BY expiresAt LIMIT ?`,
    [now, limit],
  );
  return rows.map(({ id }) => id);
}

export function approvalById(db: Reader, id: number): Promise<ApprovalRow | undefined> {
  return db.row<ApprovalRow>(`${SELECT} WHERE id = ?`, [id]);
}

export interface AskedCount {
  requesterId: number;
  status: ApprovalStatus;
  count: number;
}

/** How what some persons asked for since then ended. */
export function askedSince(
  db: Reader,
  personIds: readonly number[],
  since: Date,
): Promise<AskedCount[]> {
  if (personIds.length === 0) return Promise.resolve([]);
  const marks = personIds.map(() => "?").join(",");
  return db.rows<AskedCount>(
    `SELECT requesterId, status, COUNT(*) AS count FROM approval
      WHERE requesterId IN (${marks}) AND createdAt >= ? GROUP BY requesterId, status`,
    [...personIds, since],
  );
}

export function lockApproval(tx: Tx, id: number): Promise<ApprovalRow | undefined> {
  return tx.row<ApprovalRow>(`${SELECT} WHERE id = ? FOR UPDATE`, [id]);
}

export function approvalsOf(
  db: Reader,
  which: {
    status: ApprovalStatus;
    kinds: readonly ApprovalKind[];
    /** What still can be decided by somebody, and so was asked for by another one. */
    decidableBy?: { personId: number; actor: string; now: Date } | null;
  },
  beforeId: number | null,
  limit: number,
): Promise<ApprovalRow[]> {
  if (which.kinds.length === 0) return Promise.resolve([]);
  const marks = which.kinds.map(() => "?").join(",");
  const by = which.decidableBy ?? null;
  const others = `AND (expiresAt IS NULL OR expiresAt > ?)
    AND (requesterId IS NULL OR requesterId <> ?) AND requestedBy <> ?`;
  return db.rows<ApprovalRow>(
    `${SELECT} WHERE status = ? AND kind IN (${marks}) ${by ? others : ""} AND id < ?
      ORDER BY id DESC LIMIT ?`,
    [
      ...[which.status, ...which.kinds],
      ...(by ? [by.now, by.personId, by.actor] : []),
      ...[beforeId ?? Number.MAX_SAFE_INTEGER, limit],
    ],
  );
}

/** In the order of the list, the latest first. */
export function approvalsNamed(db: Reader, ids: readonly number[]): Promise<ApprovalRow[]> {
  if (ids.length === 0) return Promise.resolve([]);
  const marks = ids.map(() => "?").join(",");
  return db.rows<ApprovalRow>(`${SELECT} WHERE id IN (${marks}) ORDER BY id DESC`, [...ids]);
}

export function decide(
  tx: Tx,
  approval: Pick<ApprovalRow, "id" | "status" | "decidedBy" | "decision" | "entryId">,
  decidedAt: Date,
): void {
  tx.send(
    `UPDATE approval SET status = ?, decidedBy = ?, decision = ?, entryId = ?, decidedAt = ?
      WHERE id = ?`,
    [
      approval.status,
      approval.decidedBy,
      approval.decision,
      approval.entryId,
      decidedAt,
      approval.id,
    ],
  );
}

/** What was asked for about one who is merged, and is decided, is about who stays. */
export function moveApprovals(tx: Tx, fromId: number, intoId: number): void {
  tx.send("UPDATE approval SET memberId = ? WHERE memberId = ?", [intoId, fromId]);
}

/** What was written about a member who is gone, and what would have been carried out. */
export function eraseApprovals(tx: Tx, memberId: number): void {
  tx.send(
    `DELETE c FROM approval_comment c JOIN approval a ON a.id = c.approvalId WHERE a.memberId = ?`,
    [memberId],
  );
  tx.send(
    `UPDATE approval SET reason = '', memberNote = NULL, decision = NULL, payload = NULL
      WHERE memberId = ?`,
    [memberId],
  );
}
