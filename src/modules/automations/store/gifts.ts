import type { Reader, Tx } from "@/platform/db";
import { insertInto } from "@/platform/insert";
import type { AutomationKind, GiftStatus, NotGivenReason } from "../schema";

/** What came of occasions. */
export interface GiftRow {
  id: number;
  automationId: number;
  memberId: number;
  occasion: string;
  occasionOn: string;
  status: GiftStatus;
  reason: NotGivenReason | null;
  orderId: string | null;
  issueId: number | null;
  /** When it was taken back; of one that is given still: when that went which it was given for. */
  endedAt: Date | null;
  createdAt: Date;
}

const COLUMNS = `g.id, g.automationId, g.memberId, g.occasion,
  DATE_FORMAT(g.occasionOn, '%Y-%m-%d') AS occasionOn, g.status, g.reason, g.orderId, g.issueId,
  g.endedAt, g.createdAt`;
const SELECT = `SELECT ${COLUMNS} FROM automation_gift g`;

/** All that a member had of an automation. */
export function giftsOf(db: Reader, automationId: number, memberId: number): Promise<GiftRow[]> {
  return db.rows<GiftRow>(`${SELECT} WHERE g.automationId = ? AND g.memberId = ? ORDER BY g.id`, [
    automationId,
    memberId,
  ]);
}

/** All that members had of any. */
export function giftsOfMembers(db: Reader, memberIds: readonly number[]): Promise<GiftRow[]> {
  const marks = memberIds.map(() => "?").join(",");
  return db.rows<GiftRow>(`${SELECT} WHERE g.memberId IN (${marks}) ORDER BY g.id`, [...memberIds]);
}

/** What a member has of automations of some kinds, with what these ask for. */
export async function heldOf(
  db: Reader,
  memberId: number,
  kinds: readonly AutomationKind[],
): Promise<(GiftRow & { settings: string })[]> {
  const marks = kinds.map(() => "?").join(",");
  return db.rows(
    `SELECT ${COLUMNS}, a.settings FROM automation_gift g JOIN automation a ON a.id = g.automationId
      WHERE g.memberId = ? AND g.status = 'GIVEN' AND a.kind IN (${marks}) ORDER BY g.id`,
    [memberId, ...kinds],
  );
}

export type NewGift = Omit<GiftRow, "id" | "endedAt">;

export function insert(tx: Tx, gift: NewGift): void {
  tx.send(
    ...insertInto(
      "automation_gift",
      [
        ...(["automationId", "memberId", "occasion", "occasionOn", "status", "reason"] as const),
        ...(["orderId", "issueId", "createdAt"] as const),
      ],
      gift,
    ),
  );
}

/** One that was taken back is given again. */
export function saveAgain(tx: Tx, id: number, gift: NewGift): void {
  const { occasionOn, status, orderId, issueId, createdAt } = gift;
  tx.send(
    `UPDATE automation_gift SET occasionOn = ?, status = ?, orderId = ?, issueId = ?, createdAt = ?,
        endedAt = NULL WHERE id = ?`,
    [occasionOn, status, orderId, issueId, createdAt, id],
  );
}

export function saveTakenBack(tx: Tx, id: number, now: Date): void {
  tx.send("UPDATE automation_gift SET status = 'TAKEN_BACK', endedAt = ? WHERE id = ?", [now, id]);
}

/** It was used when that went which it was given for. */
export function saveUndone(tx: Tx, id: number, now: Date): void {
  tx.send("UPDATE automation_gift SET endedAt = COALESCE(endedAt, ?) WHERE id = ?", [now, id]);
}

/** The next occasion is one for what was used before. */
export function keepAgain(tx: Tx, id: number, occasionOn: string): void {
  tx.send("UPDATE automation_gift SET endedAt = NULL, occasionOn = ? WHERE id = ?", [
    occasionOn,
    id,
  ]);
}

export function saveOrder(tx: Tx, id: number, orderId: string): void {
  tx.send("UPDATE automation_gift SET orderId = ? WHERE id = ?", [orderId, id]);
}

/** To another member, by another name where that one has it already. */
export function move(tx: Tx, id: number, memberId: number, occasion: string): void {
  tx.send("UPDATE automation_gift SET memberId = ?, occasion = ? WHERE id = ?", [
    memberId,
    occasion,
    id,
  ]);
}

/** The newest first. */
export function page(
  db: Reader,
  { automationId, status }: { automationId: number; status: GiftStatus | null },
  { before, limit }: { before: number | null; limit: number },
): Promise<GiftRow[]> {
  const only = status === null ? "" : "AND g.status = ?";
  return db.rows<GiftRow>(
    `${SELECT} WHERE g.automationId = ? AND g.id < ? ${only} ORDER BY g.id DESC LIMIT ?`,
    [automationId, before ?? Number.MAX_SAFE_INTEGER, ...(status === null ? [] : [status]), limit],
  );
}

/** The issues of the last that were given. */
export async function lastIssues(db: Reader, automationId: number, limit: number) {
  const rows = await db.rows<{ issueId: number }>(
    `SELECT g.issueId FROM automation_gift g WHERE g.automationId = ? AND g.status = 'GIVEN'
      ORDER BY g.id DESC LIMIT ?`,
    [automationId, limit],
  );
  return rows.map(({ issueId }) => issueId);
}

export async function countNotGiven(db: Reader, automationId: number, limit: number) {
  const row = await db.row<{ count: number }>(
    `SELECT COUNT(*) AS count FROM (SELECT 1 FROM automation_gift g
      WHERE g.automationId = ? AND g.status = 'NOT_GIVEN' LIMIT ?) some`,
    [automationId, limit],
  );
  return row?.count ?? 0;
}
