import type { Reader, Tx, Values } from "@/platform/db";
import { insertAllInto, insertInto, LAST_INSERT_ID } from "@/platform/insert";
import { rowsByKey } from "@/platform/read-together";
import type { Lot, NewLot, Touch } from "../rules/types";
import type { Reference } from "../schema/references";

const COLUMNS =
  "id, original, remaining, frozen, matured, settlements, availableAt, expiresAt, createdAt";

/** No statement has more than 65,535 values. */
const IDS_AT_ONCE = 8000;

export interface LotRow extends Lot {
  createdAt: Date;
}

function tidy(rows: LotRow[]): LotRow[] {
  for (const row of rows) row.matured = Boolean(row.matured);
  return rows;
}

async function lots(db: Reader, rest: string, values: Values): Promise<LotRow[]> {
  return tidy(await db.rows<LotRow>(`SELECT ${COLUMNS} FROM points_lot WHERE ${rest}`, values));
}

/** A page of the lots a redemption may take from, in the order it takes them: those after `last`. */
export function spendableLots(
  db: Reader,
  memberId: number,
  page: { last: LotRow | undefined; limit: number },
): Promise<LotRow[]> {
  const { expiresAt, id } = page.last ?? { expiresAt: new Date(0), id: 0 };
  return lots(
    db,
    `memberId = ? AND live = 1 AND matured = 1 AND remaining > 0
      AND expiresAt >= ? AND (expiresAt > ? OR id > ?)
      ORDER BY expiresAt, id LIMIT ?`,
    [memberId, expiresAt, expiresAt, id, page.limit],
  );
}

/** The lots something of their own accord has happened to. */
export function dueLots(db: Reader, memberId: number, now: Date): Promise<LotRow[]> {
  return lots(
    db,
    `memberId = ? AND live = 1 AND (expiresAt <= ? OR (matured = 0 AND availableAt <= ?))
      ORDER BY expiresAt, id`,
    [memberId, now, now],
  );
}

/** The first to expire first. */
export async function lotsById(db: Reader, ids: readonly number[]): Promise<LotRow[]> {
  const found: LotRow[] = [];
  for (let start = 0; start < ids.length; start += IDS_AT_ONCE) {
    const some = ids.slice(start, start + IDS_AT_ONCE);
    found.push(...(await lots(db, `id IN (${some.map(() => "?").join(",")})`, some)));
  }
  return found.sort((a, b) => a.expiresAt.getTime() - b.expiresAt.getTime() || a.id - b.id);
}

/** Lots that hold anything, set aside or not. */
export function liveLots(db: Reader, memberId: number, limit: number): Promise<LotRow[]> {
  return lots(db, "memberId = ? AND live = 1 ORDER BY expiresAt, id LIMIT ?", [memberId, limit]);
}

/** The lots by which points were earned for some references, the first made first. */
export async function lotsEarned(
  db: Reader,
  references: readonly Reference<"EARN">[],
): Promise<LotRow[]> {
  const named = references.map(() => "(referenceType = ? AND referenceId = ?)").join(" OR ");
  const entries = await db.rows<{ id: number }>(
    `SELECT id FROM points_entry WHERE type = 'EARN' AND (${named})`,
    references.flatMap(({ type, id }) => [type, id]),
  );
  if (entries.length === 0) return [];
  const ids = entries.map(({ id }) => id);
  return lots(db, `entryId IN (${ids.map(() => "?").join(",")}) ORDER BY id`, ids);
}

/** The next moment at which a lot of the member matures or expires. */
export async function nextLotMoment(db: Reader, memberId: number): Promise<Date | null> {
  const row = await db.row<{ next: Date | null }>(
    `SELECT MIN(IF(matured = 0 AND availableAt < expiresAt, availableAt, expiresAt)) AS next
       FROM points_lot WHERE memberId = ? AND live = 1 AND remaining > 0`,
    [memberId],
  );
  return row?.next ?? null;
}

export interface ExpiringRow {
  points: number;
  expiresAt: Date;
}

/** Dates: points end at the end of a day, so these are two months of them at the very least. */
const EXPIRING_MAX = 62;

/**
 * A member's spendable points by the moment they end, the earliest first. Not `memberId IN`: each
 * member's first ones are found along the index, without the lots behind them.
 */
function expiring(datesMax: number) {
  const one = `(SELECT memberId, CAST(SUM(remaining) AS SIGNED) AS points, expiresAt FROM points_lot
      WHERE memberId = ? AND live = 1 AND matured = 1 AND remaining > 0
      GROUP BY memberId, expiresAt ORDER BY expiresAt LIMIT ${datesMax})`;
  return rowsByKey<number, ExpiringRow & { memberId: number }>(
    (count) => Array(count).fill(one).join(" UNION ALL "),
    ({ memberId }) => memberId,
  );
}

const some = expiring(EXPIRING_MAX);
const first = expiring(1);

/** Spendable points by the moment they end, the earliest first. */
export async function expiringOf(db: Reader, memberId: number): Promise<ExpiringRow[]> {
  const rows = await some(db, memberId);
  return rows.toSorted((a, b) => a.expiresAt.getTime() - b.expiresAt.getTime());
}

/** The points that end first; undefined where there are none. */
export async function nextExpiringOf(
  db: Reader,
  memberId: number,
): Promise<ExpiringRow | undefined> {
  return (await first(db, memberId))[0];
}

/** Sent right after the entry that made the lot: takes its number from LAST_INSERT_ID. */
export function insertLot(tx: Tx, memberId: number, lot: NewLot, createdAt: Date): void {
  const { debtPaid, ...rest } = lot;
  const remaining = lot.original - debtPaid;
  tx.send(
    ...insertInto(
      "points_lot",
      [
        "memberId",
        "entryId",
        "original",
        "remaining",
        "matured",
        "live",
        "availableAt",
        "expiresAt",
        "createdAt",
      ],
      { ...rest, memberId, entryId: LAST_INSERT_ID, remaining, live: remaining > 0, createdAt },
    ),
  );
  if (debtPaid > 0) {
    // LAST_INSERT_ID is the lot by now; its entry stands in it.
    tx.send(
      `INSERT INTO points_allocation (entryId, lotId, position, points, frozen)
       SELECT entryId, id, 0, ?, 0 FROM points_lot WHERE id = LAST_INSERT_ID()`,
      [-debtPaid],
    );
  }
}

/**
 * Lots of one statement: what it has for each is looked for along a list, and no statement has more than
 * 65,535 values. A member has as many lots as they have orders.
 */
const LOTS_AT_ONCE = 500;

function pagesOf(touches: readonly Touch[]): Touch[][] {
  const pages = Math.ceil(touches.length / LOTS_AT_ONCE);
  return Array.from({ length: pages }, (_, page) =>
    touches.slice(page * LOTS_AT_ONCE, (page + 1) * LOTS_AT_ONCE),
  );
}

/** The database's checks are the last line. */
export function touchLots(tx: Tx, touches: readonly Touch[]): void {
  for (const page of pagesOf(touches)) touchPage(tx, page);
}

function touchPage(tx: Tx, touches: readonly Touch[]): void {
  const when = touches.map(() => "WHEN ? THEN ?").join(" ");
  const pairs = (value: (touch: Touch) => number) =>
    touches.flatMap((touch) => [touch.lotId, value(touch)]);
  tx.send(
    `UPDATE points_lot SET
       remaining = remaining + CASE id ${when} END,
       frozen = frozen + CASE id ${when} END,
       matured = GREATEST(matured, CASE id ${when} END),
       settlements = settlements + CASE id ${when} END,
       live = (remaining + frozen > 0)
     WHERE id IN (${touches.map(() => "?").join(",")})`,
    [
      ...pairs((touch) => touch.points),
      ...pairs((touch) => touch.frozen),
      ...pairs((touch) => (touch.matures ? 1 : 0)),
      ...pairs((touch) => (touch.settles ? 1 : 0)),
      ...touches.map((touch) => touch.lotId),
    ],
  );
}

/** Sent right after its entry: what it took from or gave to each lot, in order. */
export function insertAllocations(tx: Tx, touches: readonly Touch[]): void {
  for (const [page, some] of pagesOf(touches).entries()) {
    const rows = some.map(({ lotId, points, frozen }, place) => ({
      entryId: LAST_INSERT_ID,
      lotId,
      position: page * LOTS_AT_ONCE + place,
      points,
      frozen,
    }));
    const columns = ["entryId", "lotId", "position", "points", "frozen"] as const;
    tx.send(...insertAllInto("points_allocation", columns, rows));
  }
}

export interface AllocationRow {
  lotId: number;
  points: number;
  expiresAt: Date;
}

/** What an entry took from its lots, in the order it took it. */
export function allocationsOf(db: Reader, entryId: number): Promise<AllocationRow[]> {
  return db.rows<AllocationRow>(
    `SELECT a.lotId, -(a.points + a.frozen) AS points, l.expiresAt
       FROM points_allocation a JOIN points_lot l ON l.id = a.lotId
      WHERE a.entryId = ? ORDER BY a.position`,
    [entryId],
  );
}
