import type { Reader, Tx } from "@/platform/db";
import { insertAllInto, insertInto } from "@/platform/insert";
import { type StoredTexts, textColumns, withTexts } from "@/platform/stored-texts";
import type { LocalizedText } from "@/platform/texts";
import type { Pace } from "../rules/pace";
import type { ActivityKind } from "../schema/activity";

export interface NoticeRow {
  id: number;
  activityId: number;
  kind: ActivityKind;
  title: LocalizedText;
  pct: Pace;
  pointsGiven: number;
  pointsBudget: number;
  createdAt: Date;
  isRead: boolean;
}

export function insertNotice(
  tx: Tx,
  notice: Pick<NoticeRow, "activityId" | "pct" | "pointsGiven" | "pointsBudget" | "createdAt">,
): void {
  const columns = ["activityId", "pct", "pointsGiven", "pointsBudget", "createdAt"] as const;
  tx.send(...insertInto("activity_notice", columns, notice));
}

type Known = Omit<NoticeRow, "isRead"> & { readAt: Date | null };

/** The newest first, as one of the staff has read them. */
export async function noticesOf(
  db: Reader,
  userId: number | null,
  { before, unreadOnly, limit }: { before: number | null; unreadOnly: boolean; limit: number },
): Promise<NoticeRow[]> {
  const titles = textColumns("title").map((name) => `a.${name}`);
  const rows = await db.rows<StoredTexts<Known, "title">>(
    `SELECT n.id, n.activityId, a.kind, ${titles.join(", ")}, n.pct, n.pointsGiven, n.pointsBudget,
        n.createdAt, r.readAt
       FROM activity_notice n JOIN activity a ON a.id = n.activityId
       LEFT JOIN activity_notice_read r ON r.noticeId = n.id AND r.userId = ?
      WHERE n.id < ? ${unreadOnly ? "AND r.noticeId IS NULL" : ""} ORDER BY n.id DESC LIMIT ?`,
    [userId ?? 0, before ?? Number.MAX_SAFE_INTEGER, limit],
  );
  return rows.map((row) => {
    const { readAt, ...notice } = withTexts<Known, "title">(row, ["title"]);
    return { ...notice, isRead: readAt !== null };
  });
}

/** Which of these there are, and whether the reader has read them already. */
export function lockUnread(
  tx: Tx,
  userId: number,
  ids: readonly number[],
): Promise<{ id: number }[]> {
  return tx.rows<{ id: number }>(
    `SELECT n.id FROM activity_notice n
      WHERE n.id IN (${ids.map(() => "?").join(",")}) AND NOT EXISTS (
        SELECT 1 FROM activity_notice_read r WHERE r.noticeId = n.id AND r.userId = ?)
      ORDER BY n.id FOR UPDATE`,
    [...ids, userId],
  );
}

export function insertRead(
  tx: Tx,
  rows: readonly { noticeId: number; userId: number; readAt: Date }[],
): void {
  if (rows.length === 0) return;
  tx.send(...insertAllInto("activity_notice_read", ["noticeId", "userId", "readAt"], rows));
}
