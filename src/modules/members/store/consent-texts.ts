import type { Reader, Tx } from "@/platform/db";
import { insertInto } from "@/platform/insert";
import type { LocalizedText } from "@/platform/texts";
import type { ConsentKind } from "../schema";

/** The words of each consent, by version. */

export interface ConsentText {
  consent: ConsentKind;
  version: number;
  texts: LocalizedText;
  publishedAt: Date;
  publishedBy: string;
}

type Row = Omit<ConsentText, "texts"> & { texts: string };

const COLUMNS = "consent, version, texts, publishedAt, publishedBy";
const LISTED_MAX = 300;

const textOf = (row: Row): ConsentText => ({
  ...row,
  texts: JSON.parse(row.texts) as LocalizedText,
});

/** The newest first. */
export async function allTexts(db: Reader): Promise<ConsentText[]> {
  const rows = await db.rows<Row>(
    `SELECT ${COLUMNS} FROM consent_text ORDER BY publishedAt DESC, version DESC, consent
      LIMIT ${LISTED_MAX}`,
  );
  return rows.map(textOf);
}

/** The one that holds. */
export async function newestText(
  db: Reader,
  consent: ConsentKind,
): Promise<ConsentText | undefined> {
  const row = await db.row<Row>(
    `SELECT ${COLUMNS} FROM consent_text WHERE consent = ? ORDER BY version DESC LIMIT 1`,
    [consent],
  );
  return row && textOf(row);
}

/** Fails as a duplicate where somebody else published that version. */
export async function insertText(tx: Tx, text: ConsentText): Promise<void> {
  await tx.write(
    ...insertInto("consent_text", ["consent", "version", "texts", "publishedAt", "publishedBy"], {
      ...text,
      texts: JSON.stringify(text.texts),
    }),
  );
}
