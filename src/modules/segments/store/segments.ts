import type { Reader, Tx } from "@/platform/db";
import { insertAllOrIgnore, insertInto } from "@/platform/insert";
import type { LocalizedName } from "@/platform/texts";
import type { Rule } from "../schema/rule";
import type { SegmentKind } from "../schema/segments";
import type { Whom } from "./facts";
import type { Part } from "./rule-sql";

export interface SegmentRow {
  id: number;
  kind: SegmentKind;
  name: LocalizedName;
  rule: Rule | null;
  tells: boolean;
  archived: boolean;
  revision: number;
  memberCount: number;
  settledRevision: number;
  fillId: number;
  createdAt: Date;
  updatedAt: Date;
}

const SELECT = `SELECT id, kind, nameTexts, rule, tells, archived, revision, memberCount,
  settledRevision, fillId, createdAt, updatedAt FROM segment`;

type Kept = Omit<SegmentRow, "name" | "rule"> & { nameTexts: string; rule: string | null };

const tidy = ({ nameTexts, rule, tells, archived, ...row }: Kept): SegmentRow => ({
  ...row,
  name: JSON.parse(nameTexts),
  rule: rule === null ? null : JSON.parse(rule),
  tells: Boolean(tells),
  archived: Boolean(archived),
});

/** Those that are not archived; more of them than SEGMENTS_MAX there are never. */
export async function live(db: Reader): Promise<SegmentRow[]> {
  const rows = await db.rows<Kept>(`${SELECT} WHERE archived = 0 ORDER BY id`);
  return rows.map(tidy);
}

/** The same, held in the order of their ids: nobody changes one meanwhile, nor adds one. */
export async function lockLive(tx: Tx): Promise<SegmentRow[]> {
  const rows = await tx.rows<Kept>(`${SELECT} WHERE archived = 0 ORDER BY id FOR UPDATE`);
  return rows.map(tidy);
}

/** One that is archived and still has members, held. */
export async function lockToClear(tx: Tx): Promise<SegmentRow | undefined> {
  const row = await tx.row<Kept>(
    `${SELECT} WHERE archived = 1 AND memberCount > 0 ORDER BY id LIMIT 1 FOR UPDATE`,
  );
  return row && tidy(row);
}

export async function find(db: Reader, id: number): Promise<SegmentRow | undefined> {
  const row = await db.row<Kept>(`${SELECT} WHERE id = ?`, [id]);
  return row && tidy(row);
}

export async function lock(tx: Tx, id: number): Promise<SegmentRow | undefined> {
  const row = await tx.row<Kept>(`${SELECT} WHERE id = ? FOR UPDATE`, [id]);
  return row && tidy(row);
}

export function insert(
  tx: Tx,
  { name, rule, tells }: Pick<SegmentRow, "name" | "rule" | "tells">,
  now: Date,
): Promise<number> {
  const columns = ["kind", "nameTexts", "rule", "tells", "createdAt", "updatedAt"] as const;
  return tx.insert(
    ...insertInto("segment", columns, {
      kind: rule === null ? "STATIC" : "RULE",
      nameTexts: JSON.stringify(name),
      rule: rule === null ? null : JSON.stringify(rule),
      ...{ tells, createdAt: now, updatedAt: now },
    }),
  );
}

export function save(tx: Tx, row: SegmentRow): void {
  tx.send(
    `UPDATE segment SET nameTexts = ?, rule = ?, tells = ?, archived = ?, revision = ?,
        settledRevision = ?, fillId = ?, updatedAt = ? WHERE id = ?`,
    [
      ...[JSON.stringify(row.name), row.rule === null ? null : JSON.stringify(row.rule)],
      ...[row.tells, row.archived, row.revision, row.settledRevision, row.fillId],
      ...[row.updatedAt, row.id],
    ],
  );
}

export function saveFill(tx: Tx, { id, settledRevision, fillId }: SegmentRow): void {
  tx.send("UPDATE segment SET settledRevision = ?, fillId = ? WHERE id = ?", [
    settledRevision,
    fillId,
    id,
  ]);
}

interface Ids {
  memberId: number;
}

/** Who of some members matches and is not in it. */
export async function entering(tx: Tx, id: number, whom: Whom, rule: Part): Promise<number[]> {
  const some = whom("f.memberId");
  const rows = await tx.rows<Ids>(
    `SELECT f.memberId FROM member_fact f WHERE ${some.sql} AND ${rule.sql}
        AND (SELECT COUNT(*) FROM segment_member s WHERE s.segmentId = ? AND s.memberId = f.memberId) = 0
      ORDER BY f.memberId`,
    [...some.values, ...rule.values, id],
  );
  return rows.map(({ memberId }) => memberId);
}

/** Who of some members is in it and does not match. */
export async function leaving(tx: Tx, id: number, whom: Whom, rule: Part): Promise<number[]> {
  const some = whom("s.memberId");
  const rows = await tx.rows<Ids>(
    `SELECT s.memberId FROM segment_member s WHERE s.segmentId = ? AND ${some.sql}
        AND (SELECT COUNT(*) FROM member_fact f WHERE f.memberId = s.memberId AND ${rule.sql}) = 0
      ORDER BY s.memberId`,
    [id, ...some.values, ...rule.values],
  );
  return rows.map(({ memberId }) => memberId);
}

/** Of some, those who are in it. */
export async function insideOf(tx: Tx, id: number, ids: readonly number[]): Promise<Set<number>> {
  if (ids.length === 0) return new Set();
  const rows = await tx.rows<Ids>(
    `SELECT memberId FROM segment_member WHERE segmentId = ? AND memberId IN (${ids.map(() => "?").join(",")})`,
    [id, ...ids],
  );
  return new Set(rows.map(({ memberId }) => memberId));
}

export function addMembers(tx: Tx, segmentId: number, ids: readonly number[], since: Date): void {
  if (ids.length === 0) return;
  const rows = ids.map((memberId) => ({ segmentId, memberId, since }));
  tx.send(...insertAllOrIgnore("segment_member", ["segmentId", "memberId", "since"], rows));
  addToCount(tx, segmentId, ids.length);
}

export function removeMembers(tx: Tx, segmentId: number, ids: readonly number[]): void {
  if (ids.length === 0) return;
  tx.send(
    `DELETE FROM segment_member WHERE segmentId = ? AND memberId IN (${ids.map(() => "?").join(",")})`,
    [segmentId, ...ids],
  );
  addToCount(tx, segmentId, -ids.length);
}

function addToCount(tx: Tx, id: number, members: number): void {
  tx.send("UPDATE segment SET memberCount = memberCount + ? WHERE id = ?", [members, id]);
}

/** @returns whether there are more */
export async function clearPage(tx: Tx, id: number, limit: number): Promise<boolean> {
  const { affectedRows } = await tx.write(
    "DELETE FROM segment_member WHERE segmentId = ? ORDER BY memberId LIMIT ?",
    [id, limit],
  );
  if (affectedRows === limit) return true;
  tx.send("UPDATE segment SET memberCount = 0 WHERE id = ?", [id]);
  return false;
}

export async function externalIds(tx: Tx, ids: readonly number[]): Promise<Map<number, string>> {
  const rows = await tx.rows<{ id: number; externalId: string | null }>(
    `SELECT id, externalId FROM member WHERE id IN (${ids.map(() => "?").join(",")})`,
    ids,
  );
  return new Map(rows.flatMap(({ id, externalId }) => (externalId ? [[id, externalId]] : [])));
}

export interface InsideRow {
  memberId: number;
  memberCode: string;
  nickname: string | null;
  since: Date;
}

export function members(
  db: Reader,
  id: number,
  { after, limit }: { after: number; limit: number },
): Promise<InsideRow[]> {
  return db.rows<InsideRow>(
    `SELECT s.memberId, m.memberCode, m.nickname, s.since FROM segment_member s
       JOIN member m ON m.id = s.memberId
      WHERE s.segmentId = ? AND s.memberId > ? ORDER BY s.memberId LIMIT ?`,
    [id, after, limit],
  );
}

/** In which segments that are not archived a member is. */
export async function segmentsOf(db: Reader, memberId: number): Promise<number[]> {
  const rows = await db.rows<{ id: number }>(
    `SELECT s.segmentId AS id FROM segment_member s JOIN segment g ON g.id = s.segmentId
      WHERE s.memberId = ? AND g.archived = 0 ORDER BY s.segmentId`,
    [memberId],
  );
  return rows.map(({ id }) => id);
}

/** Whoever goes is in none; `into` takes their places on lists. Rules look at both anew. */
export async function leaveAll(tx: Tx, memberId: number, into: number | null): Promise<void> {
  const rows = await tx.rows<{ id: number; kind: SegmentKind }>(
    `SELECT g.id, g.kind FROM segment_member s JOIN segment g ON g.id = s.segmentId
      WHERE s.memberId = ? ORDER BY g.id`,
    [memberId],
  );
  for (const { id, kind } of rows) {
    const moves = kind === "STATIC" && into !== null;
    const has = moves && (await insideOf(tx, id, [into])).size > 0;
    if (moves && !has) {
      tx.send("UPDATE segment_member SET memberId = ? WHERE segmentId = ? AND memberId = ?", [
        into,
        id,
        memberId,
      ]);
    } else removeMembers(tx, id, [memberId]);
  }
}

/** Who of a span is in which of some segments that are not archived. */
export async function insideSpan(
  db: Reader,
  ids: readonly number[],
  { from, to }: { from: number; to: number },
): Promise<{ memberId: number; segmentId: number }[]> {
  if (ids.length === 0) return [];
  return db.rows(
    `SELECT s.memberId, s.segmentId FROM segment_member s JOIN segment g ON g.id = s.segmentId
      WHERE s.segmentId IN (${ids.map(() => "?").join(",")}) AND g.archived = 0
        AND s.memberId >= ? AND s.memberId < ?`,
    [...ids, from, to],
  );
}
