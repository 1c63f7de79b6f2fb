import type { Reader, Tx } from "@/platform/db";
import { insertInto, onDuplicate } from "@/platform/insert";
import { marks, rowsByKey } from "@/platform/read-together";

export interface VersionRow {
  id: number;
  rules: string;
  reason: string;
  actor: string;
  publishedAt: Date;
}

const COLUMNS = "id, rules, reason, actor, publishedAt";

const stateById = rowsByKey<number, { id: number; activeVersionId: number }>(
  (count) => `SELECT id, activeVersionId FROM program_state WHERE id IN (${marks(count)})`,
  ({ id }) => id,
);

export async function activeVersionId(db: Reader): Promise<number | undefined> {
  const [row] = await stateById(db, 1);
  return row?.activeVersionId;
}

/** The active version, with its row locked: whoever publishes next waits here. */
export async function lockActiveVersionId(tx: Tx): Promise<number | undefined> {
  const row = await tx.row<{ activeVersionId: number }>(
    "SELECT activeVersionId FROM program_state WHERE id = 1 FOR UPDATE",
  );
  return row?.activeVersionId;
}

export function version(db: Reader, id: number): Promise<VersionRow | undefined> {
  return db.row<VersionRow>(`SELECT ${COLUMNS} FROM program_version WHERE id = ?`, [id]);
}

export async function insertVersion(
  tx: Tx,
  version: { rules: string; reason: string; actor: string; publishedAt: Date },
): Promise<number> {
  const insertId = await tx.insertNamed(
    "version",
    insertInto("program_version", ["rules", "reason", "actor", "publishedAt"], version),
  );
  return insertId;
}

export async function activate(tx: Tx, versionId: number): Promise<void> {
  await tx.write(
    ...onDuplicate(
      insertInto("program_state", ["id", "activeVersionId"], { id: 1, activeVersionId: versionId }),
      "activeVersionId = VALUES(activeVersionId)",
    ),
  );
}

export async function firstVersionId(db: Reader): Promise<number> {
  const row = await db.row<{ id: number | null }>("SELECT MIN(id) AS id FROM program_version");
  return row?.id ?? 0;
}

/** The latest first. */
export function versionsBefore(
  db: Reader,
  beforeId: number | null,
  limit: number,
): Promise<VersionRow[]> {
  return db.rows<VersionRow>(
    `SELECT ${COLUMNS} FROM program_version WHERE id < ? ORDER BY id DESC LIMIT ?`,
    [beforeId ?? Number.MAX_SAFE_INTEGER, limit],
  );
}

/** The version that decided at a moment; undefined before the first. */
export async function versionAt(db: Reader, moment: Date): Promise<number | undefined> {
  const row = await db.row<{ id: number }>(
    `SELECT id FROM program_version WHERE publishedAt <= ?
      ORDER BY publishedAt DESC, id DESC LIMIT 1`,
    [moment],
  );
  return row?.id;
}

/** The first version after another one whose rules have a text in them, as JSON writes it. */
export async function firstWithText(
  db: Reader,
  afterId: number,
  text: string,
): Promise<number | undefined> {
  const row = await db.row<{ id: number }>(
    "SELECT id FROM program_version WHERE id > ? AND LOCATE(?, rules) > 0 ORDER BY id LIMIT 1",
    [afterId, text],
  );
  return row?.id;
}

/** Whether the rules of any version have a text in them, as JSON writes it. */
export async function hadText(db: Reader, text: string): Promise<boolean> {
  const sql = "SELECT 1 AS one FROM program_version WHERE LOCATE(?, rules) > 0 LIMIT 1";
  return (await db.row(sql, [text])) !== undefined;
}
