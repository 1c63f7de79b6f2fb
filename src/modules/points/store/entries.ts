import type { Reader, Tx } from "@/platform/db";
import { invariant } from "@/platform/errors";
import { insertInto, LAST_INSERT_ID } from "@/platform/insert";
import type { Accounts, EntryType } from "../schema/ledger";
import type { Caused, Reference } from "../schema/references";

export type NewEntry = Caused & {
  memberId: number;
  deltas: Accounts;
  after: Accounts;
  breakdown: Record<string, unknown> | null;
  expiresAt: Date | null;
  actor: string;
  programVersionId: number;
  effectiveAt: Date;
  createdAt: Date;
};

/** Its number becomes LAST_INSERT_ID, which the statements sent right after it use. */
export function insertEntry(tx: Tx, entry: NewEntry): Promise<number> {
  const { deltas, after, reference, breakdown, ...rest } = entry;
  return tx.insert(
    ...insertInto(
      "points_entry",
      [
        "memberId",
        "type",
        "availableDelta",
        "pendingDelta",
        "frozenDelta",
        "owedDelta",
        "availableAfter",
        "pendingAfter",
        "frozenAfter",
        "owedAfter",
        "referenceType",
        "referenceId",
        "breakdown",
        "expiresAt",
        "actor",
        "programVersionId",
        "effectiveAt",
        "createdAt",
      ],
      {
        ...rest,
        availableDelta: deltas.available,
        pendingDelta: deltas.pending,
        frozenDelta: deltas.frozen,
        owedDelta: deltas.owed,
        availableAfter: after.available,
        pendingAfter: after.pending,
        frozenAfter: after.frozen,
        owedAfter: after.owed,
        referenceType: reference.type,
        referenceId: reference.id,
        breakdown: breakdown === null ? null : JSON.stringify(breakdown),
      },
    ),
  );
}

/** Right after its entry, by LAST_INSERT_ID; it stands beside, because entries can't be changed. */
export function insertReason(
  tx: Tx,
  memberId: number,
  { reason, memberNote }: { reason: string; memberNote: string | null },
): void {
  tx.send(
    ...insertInto("points_entry_reason", ["entryId", "memberId", "reason", "memberNote"], {
      entryId: LAST_INSERT_ID,
      memberId,
      reason,
      memberNote,
    }),
  );
}

export function eraseReasons(tx: Tx, memberId: number): void {
  tx.send("DELETE FROM points_entry_reason WHERE memberId = ?", [memberId]);
}

/**
 * What somebody wrote about an entry, and what of it is for the member; in the entry itself where a
 * process of the release before did.
 */
export const REASON = `NULLIF(COALESCE((SELECT r.reason FROM points_entry_reason r
  WHERE r.entryId = points_entry.id), points_entry.reason), '') AS reason,
  COALESCE((SELECT n.memberNote FROM points_entry_reason n WHERE n.entryId = points_entry.id),
    IF(points_entry.type = 'EARN', points_entry.reason, NULL)) AS memberNote`;

export interface EntryRow {
  id: number;
  memberId: number;
  type: EntryType;
  /** As POINTS says. */
  points: number;
  availableAfter: number;
  /** Of staff, for staff. */
  reason: string | null;
  memberNote: string | null;
  referenceType: string;
  referenceId: string;
  breakdown: string | null;
  expiresAt: Date | null;
  /** The rules that decided it. */
  programVersionId: number;
  createdAt: Date;
}

/**
 * What an entry means to its member: what came or went; of one that moves points between the accounts,
 * how many became available, were set aside (negative) or came back from there.
 */
export const POINTS = `CASE WHEN type = 'MATURE' THEN -pendingDelta
  WHEN type IN ('HOLD', 'RELEASE', 'FREEZE', 'UNFREEZE') THEN -frozenDelta
  ELSE availableDelta + pendingDelta + frozenDelta - owedDelta END`;

const COLUMNS = `id, memberId, type, ${POINTS} AS points,
  availableAfter, ${REASON}, referenceType, referenceId, breakdown, expiresAt, programVersionId,
  createdAt`;

export function entryByReference<Type extends EntryType>(
  db: Reader,
  type: Type,
  reference: Reference<Type>,
): Promise<EntryRow | undefined> {
  return db.row<EntryRow>(
    `SELECT ${COLUMNS} FROM points_entry WHERE type = ? AND referenceType = ? AND referenceId = ?`,
    [type, reference.type, reference.id],
  );
}

export function entryById(db: Reader, id: number): Promise<EntryRow | undefined> {
  return db.row<EntryRow>(`SELECT ${COLUMNS} FROM points_entry WHERE id = ?`, [id]);
}

export interface EntryFilter {
  memberId: number;
  type: EntryType | null;
  from: Date | null;
  to: Date | null;
}

const FIRST = new Date("1970-01-02T00:00:00Z");
const LAST = new Date("9999-01-01T00:00:00Z");

export function entryCondition(filter: EntryFilter): [string, (string | number | Date)[]] {
  const type = filter.type === null ? "" : "AND type = ?";
  const values = [filter.memberId, ...(filter.type === null ? [] : [filter.type])];
  return [
    `memberId = ? ${type} AND createdAt >= ? AND createdAt < ?`,
    [...values, filter.from ?? FIRST, filter.to ?? LAST],
  ];
}

/** Newest first, by keyset on (memberId, id) or (memberId, type, id). */
export function entriesOf(
  db: Reader,
  filter: EntryFilter,
  beforeId: number | null,
  limit: number,
): Promise<EntryRow[]> {
  const [where, values] = entryCondition(filter);
  return db.rows<EntryRow>(
    `SELECT ${COLUMNS} FROM points_entry WHERE ${where} AND id < ? ORDER BY id DESC LIMIT ?`,
    [...values, beforeId ?? Number.MAX_SAFE_INTEGER, limit],
  );
}

/** What an entry brings over all accounts: nothing where it only moves points between them. */
const NET = "availableDelta + pendingDelta + frozenDelta - owedDelta";

/** Σ points of some types, and of each account. */
export interface EntrySums extends Accounts {
  earned: number;
  redeemed: number;
  restored: number;
  clawedBack: number;
  expired: number;
  adjusted: number;
  forfeited: number;
  transferred: number;
}

const sum = (figure: string) => `CAST(COALESCE(SUM(${figure}), 0) AS SIGNED)`;
const sumOf = (...types: EntryType[]) =>
  sum(`CASE WHEN type IN ('${types.join("', '")}') THEN ${NET} ELSE 0 END`);

const TRANSFERRED = sumOf("TRANSFER_OUT", "TRANSFER_IN");

/** Each figure with its own sign. */
export const SUMS = `${sumOf("EARN")} AS earned, ${sumOf("REDEEM")} AS redeemed,
  ${sumOf("RESTORE")} AS restored, ${sumOf("CLAW_BACK")} AS clawedBack,
  ${sumOf("EXPIRE")} AS expired, ${sumOf("ADJUST")} AS adjusted,
  ${sumOf("FORFEIT")} AS forfeited, ${TRANSFERRED} AS transferred,
  ${sum("availableDelta")} AS available, ${sum("pendingDelta")} AS pending,
  ${sum("frozenDelta")} AS frozen, ${sum("owedDelta")} AS owed`;

/** Σ over the filtered entries of one member. */
export async function sumsOf(db: Reader, filter: EntryFilter): Promise<EntrySums> {
  const [where, values] = entryCondition(filter);
  const row = await db.row<EntrySums>(`SELECT ${SUMS} FROM points_entry WHERE ${where}`, values);
  invariant(row, "a sum has one row");
  return row;
}

/**
 * The same over all entries of a member, without reading them all: what most of them are is summed up
 * in the member's row. One statement is one moment, so the figures fit together.
 */
export async function sumsOfAll(db: Reader, memberId: number): Promise<EntrySums> {
  const row = await db.row<EntrySums>(
    `SELECT m.totalEarned AS earned, -m.totalRedeemed AS redeemed, -m.totalExpired AS expired,
        m.available, m.pending, m.frozen, m.owed,
        s.restored, s.clawedBack, s.adjusted, s.forfeited, s.transferred
       FROM member m CROSS JOIN (
         SELECT ${sumOf("RESTORE")} AS restored, ${sumOf("CLAW_BACK")} AS clawedBack,
             ${sumOf("ADJUST")} AS adjusted, ${sumOf("FORFEIT")} AS forfeited,
             ${TRANSFERRED} AS transferred
           FROM points_entry
          WHERE memberId = ? AND type IN ('RESTORE', 'CLAW_BACK', 'ADJUST', 'FORFEIT', 'TRANSFER_OUT', 'TRANSFER_IN')) s
      WHERE m.id = ?`,
    [memberId, memberId],
  );
  invariant(row, "a member stays");
  return row;
}

/** How many entries of one type a member has. */
export async function countOfType(db: Reader, memberId: number, type: EntryType): Promise<number> {
  const row = await db.row<{ count: number }>(
    "SELECT COUNT(*) AS count FROM points_entry WHERE memberId = ? AND type = ?",
    [memberId, type],
  );
  return row?.count ?? 0;
}

export interface NamedEntry {
  id: number;
  referenceId: string;
  points: number;
  breakdown: string | null;
}

/** What was earned under one kind of reference from one name to another, in their order. */
export function earnedUnder(
  db: Reader,
  referenceType: Reference<"EARN">["type"],
  from: string,
  to: string,
): Promise<NamedEntry[]> {
  return db.rows<NamedEntry>(
    `SELECT id, referenceId, breakdown,
        availableDelta + pendingDelta + frozenDelta - owedDelta AS points FROM points_entry
      WHERE type = 'EARN' AND referenceType = ? AND referenceId BETWEEN ? AND ?
      ORDER BY referenceId LIMIT 400`,
    [referenceType, from, to],
  );
}

const NAMES_AT_ONCE = 500;

/** Which of these names have an entry of a type under a kind of reference. */
export async function existingNames<Type extends EntryType>(
  db: Reader,
  { type, referenceType }: { type: Type; referenceType: Reference<Type>["type"] },
  names: readonly string[],
): Promise<Set<string>> {
  const existing = new Set<string>();
  for (let start = 0; start < names.length; start += NAMES_AT_ONCE) {
    const some = names.slice(start, start + NAMES_AT_ONCE);
    const rows = await db.rows<{ referenceId: string }>(
      `SELECT referenceId FROM points_entry WHERE type = ? AND referenceType = ?
          AND referenceId IN (${some.map(() => "?").join(",")})`,
      [type, referenceType, ...some],
    );
    for (const { referenceId } of rows) existing.add(referenceId);
  }
  return existing;
}
