import type { Reader, Tx, Values } from "@/platform/db";
import { insertAllInto, insertInto } from "@/platform/insert";
import type { Direction, Horizon, MoveReason } from "../schema";

export interface PreviewRow {
  id: number;
  owner: string | null;
  status: "RUNNING" | "DONE" | "FAILED";
  versionId: number;
  followedVersionId: number;
  draft: string;
  figures: string;
  nextMemberId: number;
  lastMemberId: number;
  faults: number;
  asOf: Date;
  finishedAt: Date | null;
}

const SELECT = `SELECT id, owner, status, versionId, followedVersionId, draft, figures, nextMemberId,
  lastMemberId, faults, asOf, finishedAt FROM tier_preview`;

/** Whoever asks for another one has no other any more. */
export async function replacePreview(
  tx: Tx,
  row: Omit<PreviewRow, "id" | "faults" | "finishedAt" | "owner"> & { owner: string },
): Promise<number> {
  tx.send("UPDATE tier_preview SET owner = NULL WHERE owner = ?", [row.owner]);
  const { insertId } = await tx.write(
    ...insertInto(
      "tier_preview",
      [
        "owner",
        "status",
        "versionId",
        "followedVersionId",
        "draft",
        "figures",
        "nextMemberId",
        "lastMemberId",
        "asOf",
      ],
      row,
    ),
  );
  return insertId;
}

export async function dropPreview(tx: Tx, id: number, owner: string): Promise<boolean> {
  const sql = "UPDATE tier_preview SET owner = NULL WHERE id = ? AND owner = ?";
  return (await tx.write(sql, [id, owner])).affectedRows === 1;
}

export function previewById(db: Reader, id: number): Promise<PreviewRow | undefined> {
  return db.row<PreviewRow>(`${SELECT} WHERE id = ? AND owner IS NOT NULL`, [id]);
}

export function lockPreview(tx: Tx, id: number): Promise<PreviewRow | undefined> {
  return tx.row<PreviewRow>(`${SELECT} WHERE id = ? AND owner IS NOT NULL FOR UPDATE`, [id]);
}

export function runningPreviews(db: Reader): Promise<PreviewRow[]> {
  return db.rows<PreviewRow>(
    `${SELECT} WHERE status = 'RUNNING' AND owner IS NOT NULL ORDER BY id LIMIT 100`,
  );
}

/** Those that are whole. */
export function donePreviews(
  db: Reader,
): Promise<Pick<PreviewRow, "id" | "versionId" | "asOf" | "lastMemberId">[]> {
  return db.rows(
    `SELECT id, versionId, asOf, lastMemberId FROM tier_preview
      WHERE status = 'DONE' AND owner IS NOT NULL ORDER BY id LIMIT 100`,
  );
}

export function savePreview(
  tx: Tx,
  row: Pick<PreviewRow, "id" | "status" | "figures" | "nextMemberId" | "faults" | "finishedAt">,
): void {
  tx.send(
    `UPDATE tier_preview SET status = ?, figures = ?, nextMemberId = ?, faults = ?, finishedAt = ?
      WHERE id = ?`,
    [row.status, row.figures, row.nextMemberId, row.faults, row.finishedAt, row.id],
  );
}

/** What members of a span are told apart by. */
export interface Measure {
  span: { from: number; to: number };
  /** Where the rules change what they say of a spend. */
  steps: readonly number[];
  /** Where a version asks for twelve months: since when spend counts, and the orders' table of who spent what. */
  rolling: { since: Date; spendByMember: string } | null;
  /** When a protection that began now would end. */
  newEnd: Date;
}

/**
 * Members of a span with a key that says all of them that the rules look at (standingOfKey): the same
 * happens to all who have the same.
 */
function keyed({ span, steps, rolling, newEnd }: Measure): [sql: string, values: Values] {
  const ever = "m.spendMinor";
  const recent = rolling ? "COALESCE(s.spendMinor, 0)" : "0";
  const reached = (spend: string) => steps.map(() => `(${spend} >= ?)`).join(" + ");
  const floor = (end: string) =>
    `CASE WHEN m.tierKeepUntil > ${end} THEN COALESCE(m.tierFloorCode, '') ELSE '' END`;
  const sql = `SELECT m.id AS memberId, m.tierProtectedUntil AS until, ${ever} AS lifetimeMinor,
      ${recent} AS rollingMinor,
      CONCAT_WS(':', m.tierCode, ${reached(ever)}, ${rolling ? reached(recent) : "0"},
        CASE WHEN m.tierProtectedUntil IS NULL THEN '0' ELSE '1' END,
        ${floor("m.tierProtectedUntil")}, ${floor("?")}) AS standing
    FROM member m ${rolling ? `LEFT JOIN (${rolling.spendByMember}) s ON s.memberId = m.id` : ""}
   WHERE m.id >= ? AND m.id < ? AND m.status <> 'CLOSED'`;
  const values = [
    ...steps,
    ...(rolling ? steps : []),
    newEnd,
    ...(rolling ? [span.from, span.to, rolling.since] : []),
    span.from,
    span.to,
  ];
  return [sql, values];
}

export function standings(db: Reader, measure: Measure) {
  const [sql, values] = keyed(measure);
  return db.rows<{ standing: string; members: number }>(
    `SELECT standing, COUNT(*) AS members FROM (${sql}) k GROUP BY standing ORDER BY standing`,
    values,
  );
}

export interface StandingMember {
  memberId: number;
  standing: string;
  until: Date | null;
  lifetimeMinor: number;
  rollingMinor: number;
}

/** Those of the span to whom something happens. */
export function membersStanding(db: Reader, measure: Measure, keys: readonly string[]) {
  const [sql, values] = keyed(measure);
  return db.rows<StandingMember>(
    `SELECT memberId, standing, until, lifetimeMinor, rollingMinor FROM (${sql}) k
      WHERE FIND_IN_SET(standing, ?) > 0 ORDER BY memberId`,
    [...values, keys.join(",")],
  );
}

export interface MoveRow {
  previewId: number;
  horizon: Horizon;
  memberId: number;
  fromCode: string;
  toCode: string;
  direction: Direction;
  reason: MoveReason;
  spendMinor: number;
  until: Date | null;
}

const ROWS_AT_ONCE = 500;

export function insertMoves(tx: Tx, rows: readonly MoveRow[]): void {
  for (let start = 0; start < rows.length; start += ROWS_AT_ONCE) {
    tx.send(
      ...insertAllInto(
        "preview_move",
        [
          "previewId",
          "horizon",
          "memberId",
          "fromCode",
          "toCode",
          "direction",
          "reason",
          "spendMinor",
          "until",
        ],
        rows.slice(start, start + ROWS_AT_ONCE),
      ),
    );
  }
}

export interface Wanted {
  previewId: number;
  horizon: Horizon;
  /** Up, down or level; or from one tier to another. */
  where: { direction: Direction } | { fromCode: string; toCode: string };
  isAscending: boolean;
  after: { spendMinor: number; memberId: number } | null;
  limit: number;
}

/**
 * A page along the index of spend: those who spent the same and come after the last one, then who spent
 * less (or more), each read from where the page begins.
 */
export async function movesOf(
  db: Reader,
  wanted: Wanted,
): Promise<(MoveRow & { memberCode: string })[]> {
  const { previewId, horizon, where, isAscending, after, limit } = wanted;
  const [beyond, order] = isAscending ? [">", "ASC"] : ["<", "DESC"];
  const names = Object.keys(where);
  const match = `previewId = ? AND horizon = ? AND ${names.map((name) => `${name} = ?`).join(" AND ")}`;
  const values = [previewId, horizon, ...Object.values(where)];
  const part = (more: string) =>
    `(SELECT previewId, horizon, memberId, fromCode, toCode, direction, reason, spendMinor, until
        FROM preview_move WHERE ${match} ${more}
       ORDER BY spendMinor ${order}, memberId ${order} LIMIT ?)`;
  const from = after
    ? `${part(`AND spendMinor = ? AND memberId ${beyond} ?`)}
       UNION ALL ${part(`AND spendMinor ${beyond} ?`)}`
    : part("");
  const fromValues = after
    ? [...values, after.spendMinor, after.memberId, limit, ...values, after.spendMinor, limit]
    : [...values, limit];
  return db.rows(
    `SELECT p.previewId, p.horizon, p.memberId, p.fromCode, p.toCode, p.direction, p.reason,
        p.spendMinor, p.until, m.memberCode
       FROM (${from}) p JOIN member m ON m.id = p.memberId
      ORDER BY p.spendMinor ${order}, p.memberId ${order} LIMIT ?`,
    [...fromValues, limit],
  );
}

/** Who of a span would go where within moments. */
export function movesWithin(
  db: Reader,
  previewId: number,
  span: { from: number; to: number },
): Promise<{ memberId: number; toCode: string }[]> {
  return db.rows(
    `SELECT memberId, toCode FROM preview_move
      WHERE previewId = ? AND horizon = 'NOW' AND memberId >= ? AND memberId < ?`,
    [previewId, span.from, span.to],
  );
}

/** Previews that nobody sees any more, or that are older than a moment. */
export function endedPreviews(db: Reader, before: Date): Promise<{ id: number }[]> {
  return db.rows<{ id: number }>(
    `(SELECT id FROM tier_preview WHERE owner IS NULL ORDER BY id LIMIT 100)
      UNION (SELECT id FROM tier_preview WHERE asOf < ? ORDER BY asOf LIMIT 100)`,
    [before],
  );
}

export async function clearMoves(tx: Tx, previewId: number, limit: number): Promise<number> {
  const sql = "DELETE FROM preview_move WHERE previewId = ? ORDER BY horizon, memberId LIMIT ?";
  return (await tx.write(sql, [previewId, limit])).affectedRows;
}

export function deletePreview(tx: Tx, id: number): void {
  tx.send("DELETE FROM tier_preview WHERE id = ?", [id]);
}
