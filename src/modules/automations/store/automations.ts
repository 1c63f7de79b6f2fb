import type { Reader, Tx } from "@/platform/db";
import { insertInto } from "@/platform/insert";
import type { LocalizedName } from "@/platform/texts";
import type { AutomationKind, AutomationState, NewAutomation } from "../schema";

type Kept = Pick<NewAutomation, "trigger" | "conditions" | "againAfterDays">;

/** An automation as operators decide on it, and how far it has come. */
export interface AutomationRow extends Kept {
  id: number;
  revision: number;
  name: LocalizedName;
  definitionId: number;
  versionId: number;
  totalLimit: number | null;
  startsAt: Date | null;
  endsAt: Date | null;
  state: AutomationState;
  countsFrom: Date | null;
  agreedVersionId: number | null;
  agreedLimit: number | null;
  givenCount: number;
  takenBackCount: number;
  sweptOn: string | null;
  sweepAt: string | null;
  createdAt: Date;
  updatedAt: Date;
}

const SELECT = `SELECT id, revision, nameTexts, settings, definitionId, versionId, totalLimit, startsAt,
  endsAt, state, countsFrom, agreedVersionId, agreedLimit, givenCount, takenBackCount,
  DATE_FORMAT(sweptOn, '%Y-%m-%d') AS sweptOn, sweepAt, createdAt, updatedAt FROM automation`;

type Stored = Omit<AutomationRow, "name" | keyof Kept> & { nameTexts: string; settings: string };

function tidy({ nameTexts, settings, ...row }: Stored): AutomationRow {
  return { ...row, name: JSON.parse(nameTexts), ...(JSON.parse(settings) as Kept) };
}

export async function find(db: Reader, id: number): Promise<AutomationRow | undefined> {
  const row = await db.row<Stored>(`${SELECT} WHERE id = ?`, [id]);
  return row && tidy(row);
}

export async function lock(tx: Tx, id: number): Promise<AutomationRow | undefined> {
  const row = await tx.row<Stored>(`${SELECT} WHERE id = ? FOR UPDATE`, [id]);
  return row && tidy(row);
}

/** More at once than this would be a mistake. */
const RUNNING_MAX = 200;

/** Those that run, by id. */
export async function running(
  db: Reader,
  kinds: readonly AutomationKind[],
): Promise<AutomationRow[]> {
  const marks = kinds.map(() => "?").join(",");
  const rows = await db.rows<Stored>(
    `${SELECT} WHERE state = 'RUNNING' AND kind IN (${marks}) ORDER BY id LIMIT ?`,
    [...kinds, RUNNING_MAX],
  );
  return rows.map(tidy);
}

/** The newest first. */
export async function listed(
  db: Reader,
  { state, now }: { state: AutomationState | null; now: Date },
  { before, limit }: { before: number | null; limit: number },
): Promise<AutomationRow[]> {
  const [sql, values] = state === null ? ["1 = 1", []] : isIn(state, now);
  const rows = await db.rows<Stored>(`${SELECT} WHERE id < ? AND ${sql} ORDER BY id DESC LIMIT ?`, [
    before ?? Number.MAX_SAFE_INTEGER,
    ...values,
    limit,
  ]);
  return rows.map(tidy);
}

function isIn(state: AutomationState, now: Date): [sql: string, values: (string | Date)[]] {
  if (state === "DRAFT") return ["state = 'DRAFT'", []];
  if (state === "ENDED") {
    return ["(state = 'ENDED' OR (state <> 'DRAFT' AND endsAt <= ?))", [now]];
  }
  return ["state = ? AND (endsAt IS NULL OR endsAt > ?)", [state, now]];
}

export type Decided = Kept &
  Pick<AutomationRow, "name" | "definitionId" | "versionId" | "totalLimit" | "startsAt" | "endsAt">;

function columnsOf(row: Decided) {
  const { name, trigger, conditions, againAfterDays, ...rest } = row;
  const settings = JSON.stringify({ trigger, conditions, againAfterDays });
  return { ...rest, nameTexts: JSON.stringify(name), kind: trigger.kind, settings };
}

export function insert(tx: Tx, row: Decided, now: Date): Promise<number> {
  return tx.insertNamed(
    "automation",
    insertInto(
      "automation",
      [
        ...(["nameTexts", "kind", "settings", "definitionId", "versionId", "totalLimit"] as const),
        ...(["startsAt", "endsAt", "state", "createdAt", "updatedAt"] as const),
      ],
      { ...columnsOf(row), state: "DRAFT", createdAt: now, updatedAt: now },
    ),
  );
}

/** What operators decide; whoever counts is left their figures. */
export function save(tx: Tx, row: AutomationRow, now: Date): void {
  const { nameTexts, kind, settings, definitionId, versionId, totalLimit } = columnsOf(row);
  const { startsAt, endsAt, state, countsFrom, agreedVersionId, agreedLimit } = row;
  tx.send(
    `UPDATE automation SET nameTexts = ?, kind = ?, settings = ?, definitionId = ?, versionId = ?,
        totalLimit = ?, startsAt = ?, endsAt = ?, state = ?, countsFrom = ?, agreedVersionId = ?,
        agreedLimit = ?, revision = revision + 1, updatedAt = ? WHERE id = ?`,
    [
      ...[nameTexts, kind, settings, definitionId, versionId, totalLimit, startsAt, endsAt],
      ...[state, countsFrom, agreedVersionId, agreedLimit, now, row.id],
    ],
  );
}

/** Whoever starts is looked at from that day on. */
export function startSweep(tx: Tx, id: number, sweptOn: string): void {
  tx.send("UPDATE automation SET sweptOn = ?, sweepAt = NULL WHERE id = ?", [sweptOn, id]);
}

/** How far a run of the job came; one that was overtaken leaves what is further. */
export function saveSweep(
  tx: Tx,
  id: number,
  { sweptOn, sweepAt }: Pick<AutomationRow, "sweptOn" | "sweepAt">,
): void {
  tx.send("UPDATE automation SET sweptOn = ?, sweepAt = ? WHERE id = ? AND sweptOn <= ?", [
    ...[sweptOn, sweepAt, id, sweptOn],
  ]);
}

/**
 * Takes one of what may be given, if it runs and there is one: a conditional statement on a row that many
 * want at once, so it comes late in what it decides.
 */
export async function claim(tx: Tx, id: number): Promise<boolean> {
  const { affectedRows } = await tx.write(
    `UPDATE automation SET givenCount = givenCount + 1
      WHERE id = ? AND state = 'RUNNING' AND (totalLimit IS NULL OR givenCount < totalLimit)`,
    [id],
  );
  return affectedRows === 1;
}

export function giveBack(tx: Tx, id: number): void {
  tx.send(
    `UPDATE automation SET givenCount = givenCount - 1, takenBackCount = takenBackCount + 1
      WHERE id = ? AND givenCount > 0`,
    [id],
  );
}
