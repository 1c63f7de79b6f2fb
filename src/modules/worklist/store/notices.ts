import type { Reader, Tx } from "@/platform/db";
import { insertInto } from "@/platform/insert";
import type { SetNotices } from "../schema";

export interface NoticeRow {
  userId: number;
  /** With spaces between them. */
  kinds: string;
  pace: SetNotices["pace"];
  hour: number;
  locale: string;
  revision: number;
  /** JSON, as the rules know it. */
  told: string;
  toldAt: Date | null;
  digestDay: string | null;
}

const SELECT = `SELECT userId, kinds, pace, hour, locale, revision, told, toldAt, digestDay
  FROM work_notice`;

export function noticeOf(db: Reader, userId: number): Promise<NoticeRow | undefined> {
  return db.row<NoticeRow>(`${SELECT} WHERE userId = ?`, [userId]);
}

export function lockNotice(tx: Tx, userId: number): Promise<NoticeRow | undefined> {
  return tx.row<NoticeRow>(`${SELECT} WHERE userId = ? FOR UPDATE`, [userId]);
}

/** Who wants to be told of anything: at most all of the staff. */
export async function subscribers(db: Reader): Promise<number[]> {
  const rows = await db.rows<{ userId: number }>(
    "SELECT userId FROM work_notice WHERE kinds <> '' ORDER BY userId",
  );
  return rows.map(({ userId }) => userId);
}

/** @throws the database's own error where there is one already */
export async function insertNotice(tx: Tx, row: NoticeRow): Promise<void> {
  await tx.write(
    ...insertInto(
      "work_notice",
      ["userId", "kinds", "pace", "hour", "locale", "revision", "told", "toldAt", "digestDay"],
      row,
    ),
  );
}

export function saveNotice(tx: Tx, row: NoticeRow): void {
  const { userId, kinds, pace, hour, locale, revision, told, toldAt, digestDay } = row;
  tx.send(
    `UPDATE work_notice SET kinds = ?, pace = ?, hour = ?, locale = ?, revision = ?, told = ?,
       toldAt = ?, digestDay = ? WHERE userId = ?`,
    [kinds, pace, hour, locale, revision, told, toldAt, digestDay, userId],
  );
}
