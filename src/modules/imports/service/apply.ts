import { asDomainError } from "@/platform/errors";
import { jobOrigin } from "@/platform/jobs";
import { log } from "@/platform/log";
import { runWork, type Work } from "@/platform/work";
import { membersNamed } from "../../members/service/spans";
import { ladderOf } from "../../tiers/service/ladder";
import type { RowFacts } from "../rules/read-row";
import type { ImportKind } from "../schema";
import * as rows from "../store/rows";
import * as runs from "../store/runs";
import { type Carried, carryOut, type Deed, daysOf, type Person } from "./carry-out";
import { identitiesOf } from "./names";
import { tierNamed } from "./tier-named";

/** Rows of one transaction: enough to be quick, few enough not to hold members long. */
const PAGE = 32;

interface Task {
  row: rows.StoredRow;
  deed: Deed;
  person: Person;
}

/**
 * Applies one page of a running import; where one of its rows is refused, nothing of the page stands, and
 * each of its rows is applied alone.
 *
 * @returns how many rows were taken; 0 once none is left
 */
export async function applyPage(importId: number, now: Date): Promise<number> {
  try {
    return await page(importId, now, PAGE);
  } catch (error) {
    if (isAway(error)) throw error;
    return await alone(importId, now);
  }
}

/** It is not the row's fault: later it may be applied. */
const isAway = (error: unknown) => asDomainError(error)?.domainCode === "SERVICE_UNAVAILABLE";

function page(
  importId: number,
  now: Date,
  limit: number,
  onTaken?: (rows: readonly rows.StoredRow[]) => void,
): Promise<number> {
  return runWork(jobOrigin(now), null, async (work) => {
    const run = await runs.runById(work.tx, importId);
    if (run?.status !== "RUNNING") return 0;
    const taken = await rows.takeRows(work.tx, importId, limit);
    onTaken?.(taken);
    if (taken.length > 0) await apply(work, run, taken);
    if (taken.length < limit) await runs.finishRun(work.tx, importId, work.now);
    return taken.length;
  });
}

/** The next rows by themselves; such as can't be are refused. */
async function alone(importId: number, now: Date): Promise<number> {
  let handled = 0;
  while (handled < PAGE) {
    let row: number | undefined;
    try {
      const taken = await page(importId, now, 1, ([next]) => {
        row = next?.row;
      });
      if (taken === 0) break;
    } catch (error) {
      if (isAway(error) || row === undefined) throw error;
      const code = asDomainError(error)?.domainCode ?? "INTERNAL_ERROR";
      if (code === "INTERNAL_ERROR")
        log().error({ err: error, importId }, "a row of an import failed");
      await refuse(importId, now, { row, code });
    }
    handled += 1;
  }
  return handled;
}

/** The very row that failed, and only while it waits: the next one may be another by now. */
export function refuse(
  importId: number,
  now: Date,
  { row, code }: { row: number; code: string },
): Promise<void> {
  return runWork(jobOrigin(now), null, async (work) => {
    if (!(await rows.lockWaiting(work.tx, importId, row))) return;
    const nothing = { columnName: null, beforeId: null, enrols: false };
    rows.saveFate(work.tx, importId, { status: "REFUSED", code, ...nothing }, [row]);
    runs.countDone(work.tx, importId, 1);
  });
}

async function apply(work: Work, run: runs.RunRow, taken: readonly rows.StoredRow[]) {
  const fresh = await notYet(work, run, await saidIn(work, taken));
  const tasks = await tasksOf(work, run, fresh);
  const { id: importId, kind } = run;
  const carried = await carryOutRows(work, { importId, kind }, tasks);
  for (const [index, { row, deed }] of tasks.entries()) {
    const { memberId, enrolled } = carried[index] ?? { memberId: 0, enrolled: false };
    const { orderId, points, amountMinor, tierCode } = deed;
    rows.saveApplied(work.tx, importId, { row: row.row, memberId, enrols: enrolled, orderId });
    work.audit({
      action: "imports.row",
      memberId,
      target: `import:${importId}`,
      after: { row: row.row, enrolled, points, amountMinor, tierCode },
    });
  }
  runs.countDone(work.tx, importId, taken.length);
}

/** Rows as one act of the journal, which has what they decide and nothing of who anybody is. */
export async function carryOutRows(
  work: Work,
  { importId, kind }: { importId: number; kind: ImportKind },
  tasks: readonly { deed: Deed; person: Person | null }[],
): Promise<Carried[]> {
  if (tasks.length === 0) return [];
  const input = { importId, kind, rows: tasks.map(({ deed }) => deed) };
  work.journal({ act: "imports.rows", input, rule: "act" });
  const carried: Carried[] = [];
  for (const { deed, person } of tasks) carried.push(await carryOut(work, kind, deed, person));
  return carried;
}

/** Rows of the journal, done again. */
export async function applyAgain(
  work: Work,
  { kind, rows: deeds }: { kind: ImportKind; rows: readonly Deed[] },
): Promise<void> {
  for (const deed of deeds) await carryOut(work, kind, deed, null);
}

interface Said {
  row: rows.StoredRow;
  facts: RowFacts;
  member: { id: number; externalId: string | null; phoneKey: string | null } | null;
}

/** What rows say, and whom they mean by now. */
async function saidIn(work: Work, taken: readonly rows.StoredRow[]): Promise<Said[]> {
  const told = taken.map((row) => ({ row, facts: JSON.parse(row.facts ?? "{}") as RowFacts }));
  const ids = told.flatMap(({ facts }) => facts.externalId ?? []);
  const phones = told.flatMap(({ facts }) =>
    facts.externalId === null ? (facts.phone ?? []) : [],
  );
  const byId = await membersNamed(work.tx, "externalId", ids);
  const byPhone = await membersNamed(work.tx, "phoneKey", phones);
  const members = new Map<string, (typeof byId)[number]>([
    ...byId.map((member) => [`id ${member.externalId}`, member] as const),
    ...byPhone.map((member) => [`phone ${member.phoneKey}`, member] as const),
  ]);
  return told.map(({ row, facts }) => {
    const { externalId, phone } = facts;
    const name = externalId === null ? `phone ${phone}` : `id ${externalId}`;
    return { row, facts, member: members.get(name) ?? null };
  });
}

/** Two files with the same row may have been judged before either was applied. */
async function notYet(work: Work, run: runs.RunRow, said: readonly Said[]): Promise<Said[]> {
  const named: (Said & { ofMember: { id: number; identities: string[] } | null })[] = [];
  for (const one of said) {
    const { member, facts } = one;
    const identities = member ? await identitiesOf(work.tx, run, facts, member) : [];
    named.push({ ...one, ofMember: member && { id: member.id, identities } });
  }
  const all = named.flatMap(({ row, ofMember }) => [
    ...(row.identity ? [row.identity] : []),
    ...(ofMember?.identities ?? []),
  ]);
  const before = await rows.appliedBefore(work.tx, all);
  return named.filter(({ row: { row, identity, digest }, ofMember }) => {
    const done = rows.doneAs(before, identity, ofMember);
    if (!done) return true;
    const status = done.digest === digest ? ("UNCHANGED" as const) : ("CHANGED" as const);
    const fate = { status, code: null, columnName: null, beforeId: done.importId, enrols: false };
    rows.saveFate(work.tx, run.id, fate, [row]);
    return false;
  });
}

/** In the order of members' ids, those who are enrolled last, so that no two acts wait for one another. */
async function tasksOf(work: Work, run: runs.RunRow, said: readonly Said[]) {
  const ladder = await ladderOf(work);
  const days = await daysOf(work);
  const tasks = said.map(({ row, facts, member }): Task => {
    const { externalId, phone } = facts;
    const memberId = member?.id ?? null;
    const former = `former-${row.identity?.slice(0, 40)}`;
    return {
      row,
      deed: {
        ...{ memberId, externalId, birthday: facts.birthday, points: facts.points },
        joinedAt: days.begins(facts.joinedOn),
        expiresAt: days.ends(facts.pointsEndOn),
        tierCode: facts.tier === null ? null : (tierNamed(ladder, facts.tier) ?? facts.tier),
        keepUntil: days.ends(facts.tierKeepUntil),
        orderId: run.kind === "ORDERS" ? (facts.orderId ?? former) : null,
        amountMinor: facts.amountMinor,
        paidAt: days.begins(facts.paidOn),
        reference: `${run.id}-${row.row}`,
      },
      person: {
        ...{ nickname: facts.nickname, phone, email: facts.email, consents: facts.consents },
        consentsAt: days.begins(facts.consentsOn),
      },
    };
  });
  const last = Number.MAX_SAFE_INTEGER;
  return tasks.sort(
    (a, b) => (a.deed.memberId ?? last) - (b.deed.memberId ?? last) || a.row.row - b.row.row,
  );
}
