import type { Reader } from "@/platform/db";
import type { Source } from "./source";

/** Whether the same came out: every ledger entry and every change of tier, member by member, in their order. */

export interface Difference {
  memberId: number;
  what: "entry" | "tier";
  /** Which of the member's, from 1 on. */
  nth: number;
  really: string | null;
  again: string | null;
}

export interface Comparison {
  members: number;
  entries: number;
  tierChanges: number;
  differences: Difference[];
  /** Of all of them; only the first are told. */
  differing: number;
}

type Rows = Pick<Source, "rows"> | Pick<Reader, "rows">;

interface Line {
  memberId: string;
  line: string;
}

const DIFFERENCES_TOLD = 100;
const MEMBERS_AT_ONCE = 500;

/** Rows have numbers of their own in each database; what they are about is compared by all the rest. */
const ENTRIES = `SELECT CAST(memberId AS CHAR) AS memberId, CONCAT_WS(' ', type, availableDelta, pendingDelta,
    frozenDelta, owedDelta, '=', availableAfter, pendingAfter, frozenAfter, owedAfter, referenceType,
    IF(referenceType IN ('LOT', 'REVERSAL'), '', referenceId), CAST(effectiveAt AS CHAR),
    CAST(createdAt AS CHAR), COALESCE(CAST(expiresAt AS CHAR), '-'), actor, 'by', programVersionId) AS line
  FROM points_entry`;

const CHANGES = `SELECT CAST(memberId AS CHAR) AS memberId, CONCAT_WS(' ', COALESCE(fromCode, '-'), toCode,
    cause, actor, COALESCE(referenceType, '-'), COALESCE(referenceId, '-'), qualifyingMinor,
    CAST(effectiveAt AS CHAR), CAST(createdAt AS CHAR), 'by', programVersionId) AS line
  FROM tier_change`;

interface Period {
  from: string;
  to: string;
}

const WHERE = "WHERE memberId > ? AND memberId <= ? AND createdAt >= ? AND createdAt < ?";

async function linesOf(db: Rows, sql: string, span: readonly [number, number], period: Period) {
  const rows = await db.rows<Line>(`${sql} ${WHERE} ORDER BY memberId, id`, [
    ...span,
    period.from,
    period.to,
  ]);
  const lines = new Map<number, string[]>();
  for (const { memberId, line } of rows) {
    const known = lines.get(Number(memberId)) ?? [];
    known.push(line);
    lines.set(Number(memberId), known);
  }
  return lines;
}

async function lastMember(db: Rows): Promise<number> {
  const sql = "SELECT CAST(COALESCE(MAX(id), 0) AS CHAR) AS id FROM member";
  const [row] = await db.rows<{ id: string }>(sql);
  return Number(row?.id ?? 0);
}

/** @param period of the moments at which entries and changes were written */
export async function compare(source: Rows, scratch: Rows, period: Period): Promise<Comparison> {
  const said: Comparison = {
    ...{ members: 0, entries: 0, tierChanges: 0 },
    ...{ differences: [], differing: 0 },
  };
  const last = await lastMember(source);
  const members = new Set<number>();
  for (let from = 0; from < last; from += MEMBERS_AT_ONCE) {
    const span = [from, from + MEMBERS_AT_ONCE] as const;
    for (const what of ["entry", "tier"] as const) {
      const sql = what === "entry" ? ENTRIES : CHANGES;
      const [really, again] = await Promise.all([
        linesOf(source, sql, span, period),
        linesOf(scratch, sql, span, period),
      ]);
      for (const memberId of new Set([...really.keys(), ...again.keys()])) {
        members.add(memberId);
        const pair = { memberId, what, really: really.get(memberId) ?? [] };
        if (what === "entry") said.entries += pair.really.length;
        else said.tierChanges += pair.really.length;
        note(said, { ...pair, again: again.get(memberId) ?? [] });
      }
    }
  }
  return { ...said, members: members.size };
}

interface Pair {
  memberId: number;
  what: "entry" | "tier";
  really: readonly string[];
  again: readonly string[];
}

/** The first that differs of a member: what comes after it often follows from it. */
function note(said: Comparison, { memberId, what, really, again }: Pair): void {
  const length = Math.max(really.length, again.length);
  const at = Array.from({ length }, (_, nth) => nth).find((nth) => really[nth] !== again[nth]);
  if (at === undefined) return;
  said.differing += 1;
  if (said.differences.length >= DIFFERENCES_TOLD) return;
  const told = { really: really[at] ?? null, again: again[at] ?? null };
  said.differences.push({ memberId, what, nth: at + 1, ...told });
}
