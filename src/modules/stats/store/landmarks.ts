import type { Reader } from "@/platform/db";
import { type StoredTexts, textColumns, withTexts } from "@/platform/stored-texts";
import type { LocalizedText } from "@/platform/texts";

/** More than these of a kind are no landmarks any more; the newest are told. */
const LANDMARKS_MAX = 60;

export interface PublishedRow {
  id: number;
  reason: string;
  publishedAt: Date;
}

export function publishedIn(db: Reader, from: Date, until: Date): Promise<PublishedRow[]> {
  return db.rows<PublishedRow>(
    `SELECT id, reason, publishedAt FROM program_version
      WHERE publishedAt >= ? AND publishedAt < ? ORDER BY publishedAt DESC LIMIT ${LANDMARKS_MAX}`,
    [from, until],
  );
}

export interface BegunRow {
  id: number;
  title: LocalizedText;
  startsAt: Date;
}

/** Activities that began; there are few enough to go through those that had not ended before. */
export async function begunIn(db: Reader, from: Date, until: Date): Promise<BegunRow[]> {
  const rows = await db.rows<StoredTexts<BegunRow, "title">>(
    `SELECT id, startsAt, ${textColumns("title").join(", ")} FROM activity
      WHERE endsAt >= ? AND startsAt >= ? AND startsAt < ? AND status <> 'DRAFT'
      ORDER BY startsAt DESC LIMIT ${LANDMARKS_MAX}`,
    [from, from, until],
  );
  return rows.map((row) => withTexts<BegunRow, "title">(row, ["title"]));
}
