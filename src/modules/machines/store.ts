import type { Reader, Tx } from "@/platform/db";
import { insertInto } from "@/platform/insert";

export interface SearchRow {
  id: number;
  owner: string;
  status: "RUNNING" | "DONE" | "FAILED";
  versionId: number;
  contentHash: string;
  draft: string;
  subject: string;
  subjectHash: string;
  result: string | null;
  depth: number;
  looked: number;
  faults: number;
  asOf: Date;
}

const SELECT = `SELECT id, owner, status, versionId, contentHash, draft, subject, subjectHash, result, depth, looked,
  faults, asOf FROM machine_search`;

type NewSearch = Pick<
  SearchRow,
  "owner" | "status" | "versionId" | "contentHash" | "draft" | "subject" | "subjectHash" | "asOf"
>;

/** Of each person so many results are kept at most. */
const KEPT_EACH = 50;

/**
 * Whoever asks for another one has no other under way any more, nor an older one of the same content; what
 * is old is cleared away.
 */
export async function replaceSearch(tx: Tx, row: NewSearch, before: Date): Promise<number> {
  const { owner, contentHash } = row;
  tx.send("DELETE FROM machine_search WHERE owner = ? AND (status <> 'DONE' OR contentHash = ?)", [
    owner,
    contentHash,
  ]);
  const [last] = await tx.rows<{ id: number }>(
    `SELECT id FROM machine_search WHERE owner = ? ORDER BY id DESC LIMIT 1 OFFSET ${KEPT_EACH - 2}`,
    [owner],
  );
  if (last) tx.send("DELETE FROM machine_search WHERE owner = ? AND id < ?", [owner, last.id]);
  tx.send("DELETE FROM machine_search WHERE asOf < ? ORDER BY asOf LIMIT 100", [before]);
  const { insertId } = await tx.write(
    ...insertInto(
      "machine_search",
      [
        "owner",
        "runner",
        "status",
        "versionId",
        "contentHash",
        "draft",
        "subject",
        "subjectHash",
        "asOf",
      ],
      { ...row, runner: owner },
    ),
  );
  return insertId;
}

export async function dropSearch(tx: Tx, id: number, owner: string): Promise<boolean> {
  const sql = "DELETE FROM machine_search WHERE id = ? AND owner = ?";
  return (await tx.write(sql, [id, owner])).affectedRows === 1;
}

export function searchById(db: Reader, id: number): Promise<SearchRow | undefined> {
  return db.row<SearchRow>(`${SELECT} WHERE id = ?`, [id]);
}

/** The last that was done of each of some contents. */
export function searchesOf(db: Reader, contentHashes: readonly string[]) {
  const marks = contentHashes.map(() => "?").join(", ");
  return db.rows<Pick<SearchRow, "id" | "contentHash" | "depth" | "asOf"> & { found: number }>(
    `SELECT s.id, s.contentHash, s.depth, s.asOf,
        JSON_TYPE(JSON_EXTRACT(s.result, '$.machine')) <> 'NULL' AS found
      FROM machine_search s JOIN (SELECT contentHash, MAX(id) AS id FROM machine_search
        WHERE contentHash IN (${marks}) AND status = 'DONE' GROUP BY contentHash) last ON last.id = s.id`,
    [...contentHashes],
  );
}

export interface Holding {
  holder: string;
  now: Date;
  until: Date;
}

/** Those that wait for somebody, and one's own; in real time, whatever the business clock says. */
export function waitingSearches(db: Reader, { holder, now }: Omit<Holding, "until">) {
  return db.rows<{ id: number }>(
    `SELECT id FROM machine_search
      WHERE status = 'RUNNING' AND (holder = ? OR heldUntil IS NULL OR heldUntil < ?)
      ORDER BY id LIMIT 1`,
    [holder, now],
  );
}

/** False where somebody was faster. */
export async function holdSearch(tx: Tx, id: number, holding: Holding): Promise<boolean> {
  const { holder, now, until } = holding;
  const { affectedRows } = await tx.write(
    `UPDATE machine_search SET holder = ?, heldUntil = ?
      WHERE id = ? AND status = 'RUNNING' AND (holder = ? OR heldUntil IS NULL OR heldUntil < ?)`,
    [holder, until, id, holder, now],
  );
  return affectedRows === 1;
}

/** Nothing where somebody else has it by now, or nobody wants it any more. */
export function saveSearch(
  tx: Tx,
  holder: string,
  row: Pick<SearchRow, "id" | "status" | "result" | "depth" | "looked" | "faults">,
  finishedAt: Date | null,
): void {
  const { id, status, result, depth, looked, faults } = row;
  tx.send(
    `UPDATE machine_search SET status = ?, result = ?, depth = ?, looked = ?, faults = ?,
        finishedAt = ?, runner = IF(? = 'RUNNING', runner, NULL) WHERE id = ? AND holder = ?`,
    [status, result, depth, looked, faults, finishedAt, status, id, holder],
  );
}
