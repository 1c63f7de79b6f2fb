import type { Reader, Tx } from "@/platform/db";
import { insertAllInto, insertInto } from "@/platform/insert";
import type { AppendOnly } from "@/platform/ledger-guard";
import { type StoredTexts, textCells, textColumns, withTexts } from "@/platform/stored-texts";
import type { SpendSpan } from "../rules/ladder";
import type { Ladder, Rung, TierCause } from "../schema";

type TierRow = Omit<Rung, "benefits" | "replaces"> & { benefits: string; replaces: string };

const NAME = textColumns("name");

const words = (text: string) => text.split(" ").filter(Boolean);

export async function rungs(db: Reader, programVersionId: number): Promise<Rung[]> {
  const rows = await db.rows<StoredTexts<TierRow, "name">>(
    `SELECT code, \`rank\`, ${NAME.join(", ")}, thresholdMinor, discountRateBps, multiplierPct, benefits,
        replaces
       FROM tier WHERE programVersionId = ? ORDER BY \`rank\``,
    [programVersionId],
  );
  return rows.map((row) => ({
    ...withTexts<TierRow, "name">(row, ["name"]),
    benefits: words(row.benefits),
    replaces: words(row.replaces),
  }));
}

export function insertRungs(tx: Tx, programVersionId: number, ladder: readonly Rung[]): void {
  const rows = ladder.map((rung) => ({
    ...rung,
    ...textCells("name", rung.name),
    programVersionId,
    benefits: rung.benefits.join(" "),
    replaces: rung.replaces.join(" "),
  }));
  tx.send(
    ...insertAllInto(
      "tier",
      [
        "programVersionId",
        "code",
        "rank",
        ...NAME,
        "thresholdMinor",
        "discountRateBps",
        "multiplierPct",
        "benefits",
        "replaces",
      ],
      rows,
    ),
  );
}

/** What somebody wrote about a change; it stands beside, because changes can't be changed. */
const REASON = `COALESCE((SELECT r.reason FROM tier_change_reason r
  WHERE r.changeId = tier_change.id), tier_change.reason) AS reason`;

export interface NewChange {
  memberId: number;
  fromCode: string | null;
  toCode: string;
  cause: TierCause;
  actor: string;
  reason: string | null;
  referenceType: string | null;
  referenceId: string | null;
  qualifyingMinor: number;
  programVersionId: number;
  effectiveAt: Date;
  createdAt: Date;
}

export async function insertChange(tx: Tx, change: NewChange): Promise<number> {
  const { reason, ...rest } = change;
  const { insertId } = await tx.write(
    ...insertInto(
      "tier_change",
      [
        "memberId",
        "fromCode",
        "toCode",
        "cause",
        "actor",
        "referenceType",
        "referenceId",
        "qualifyingMinor",
        "programVersionId",
        "effectiveAt",
        "createdAt",
      ],
      rest,
    ),
  );
  if (reason !== null) {
    tx.send(
      ...insertInto("tier_change_reason", ["changeId", "memberId", "reason"], {
        changeId: insertId,
        memberId: change.memberId,
        reason,
      }),
    );
  }
  return insertId;
}

/** What was written stays with its change, and is erased with the person. */
export function moveReasons(tx: Tx, fromId: number, intoId: number): void {
  tx.send("UPDATE tier_change_reason SET memberId = ? WHERE memberId = ?", [intoId, fromId]);
}

export function eraseReasons(tx: Tx, memberId: number): void {
  tx.send("DELETE FROM tier_change_reason WHERE memberId = ?", [memberId]);
}

export interface ChangeRow extends NewChange {
  id: number;
}

/** Why a member has their tier; undefined for who never had another. */
export async function lastCause(db: Reader, memberId: number): Promise<TierCause | undefined> {
  const sql = "SELECT cause FROM tier_change WHERE memberId = ? ORDER BY id DESC LIMIT 1";
  return (await db.row<{ cause: TierCause }>(sql, [memberId]))?.cause;
}

/** Newest first. */
export function changesOf(
  db: Reader,
  memberIds: number | readonly number[],
  before: { id?: number | null; at?: Date },
  limit: number,
): Promise<ChangeRow[]> {
  const { id, at } = before;
  const ids = typeof memberIds === "number" ? [memberIds] : memberIds;
  return db.rows<ChangeRow>(
    `SELECT id, memberId, fromCode, toCode, cause, actor, ${REASON}, referenceType, referenceId,
        qualifyingMinor, programVersionId, effectiveAt, createdAt
       FROM tier_change WHERE memberId IN (${ids.map(() => "?").join(",")}) AND id < ? ${at ? "AND effectiveAt <= ?" : ""}
      ORDER BY id DESC LIMIT ?`,
    [...ids, id ?? Number.MAX_SAFE_INTEGER, ...(at ? [at] : []), limit],
  );
}

/** Whether anybody who is still a member is in one of the tiers. */
export async function anyMemberIn(db: Reader, codes: readonly string[]): Promise<boolean> {
  const row = await db.row(
    `SELECT 1 AS one FROM member
      WHERE tierCode IN (${codes.map(() => "?").join(",")}) AND status <> 'CLOSED' LIMIT 1`,
    codes,
  );
  return row !== undefined;
}

/** Members whose protection has ended, in id order. */
export async function membersToReview(
  db: Reader,
  now: Date,
  afterId: number,
  limit: number,
): Promise<number[]> {
  const rows = await db.rows<{ id: number }>(
    `SELECT id FROM member FORCE INDEX (member_tierProtectedUntil_idx)
      WHERE tierProtectedUntil <= ? AND id > ? AND status <> 'CLOSED' ORDER BY id LIMIT ?`,
    [now, afterId, limit],
  );
  return rows.map(({ id }) => id);
}

/**
 * Members of a span whom a ladder may move: those of a tier it does not have, and those whose
 * lifetime spend reaches the rung above (what counts for the tier is never more than that).
 */
export async function membersToMove(
  db: Reader,
  ladder: Ladder,
  ids: { from: number; to: number },
): Promise<number[]> {
  const steps = ladder.slice(1).map((above, at) => [ladder[at]?.code ?? "", above.thresholdMinor]);
  const reaches = steps.map(() => "OR (tierCode = ? AND spendMinor >= ?)").join(" ");
  const codes = ladder.map(({ code }) => code);
  const rows = await db.rows<{ id: number }>(
    `SELECT id FROM member WHERE id >= ? AND id < ? AND status <> 'CLOSED'
        AND (tierCode NOT IN (${codes.map(() => "?").join(",")}) ${reaches}) ORDER BY id`,
    [ids.from, ids.to, ...codes, ...steps.flat()],
  );
  return rows.map(({ id }) => id);
}

/** Members who are counted one by one at most; beyond that "more" is enough to know. */
export const COUNT_MAX = 10_000;

/** How many members are in some tiers, with spend in a span where one is given; COUNT_MAX + 1 for more. */
export async function countMembers(
  db: Reader,
  { codes, fromMinor, toMinor }: SpendSpan,
): Promise<number> {
  const below = toMinor === null ? "" : "AND spendMinor < ?";
  const row = await db.row<{ count: number }>(
    `SELECT COUNT(*) AS count FROM (
       SELECT 1 FROM member
        WHERE tierCode IN (${codes.map(() => "?").join(",")}) AND status <> 'CLOSED'
          AND spendMinor >= ? ${below} LIMIT ?) some_members`,
    [...codes, fromMinor, ...(toMinor === null ? [] : [toMinor]), COUNT_MAX + 1],
  );
  return row?.count ?? 0;
}

/** Every change of a tier, for ever. */
export const tierAppendOnly: AppendOnly = {
  table: "tier_change",
  row: `INSERT INTO tier_change (memberId, toCode, cause, actor, qualifyingMinor,
      programVersionId, effectiveAt, createdAt)
    VALUES (0, 'PROBE', 'PROBE', 'system', 0, 0, UTC_TIMESTAMP(3), UTC_TIMESTAMP(3))`,
  change: "memberId = 0",
  which: "id = LAST_INSERT_ID()",
};
