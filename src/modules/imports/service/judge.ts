import { groupsBy } from "@/platform/groups";
import { jobOrigin } from "@/platform/jobs";
import { runWork, type Work } from "@/platform/work";
import { isGone } from "../../members/service/members";
import { membersNamed } from "../../members/service/spans";
import { ordersKnown } from "../../orders/service/standing";
import { ladderOf } from "../../tiers/service/ladder";
import { type Judged, judge } from "../rules/judge";
import type { RowFacts } from "../rules/read-row";
import * as rows from "../store/rows";
import * as runs from "../store/runs";
import { identitiesOf } from "./names";
import { tierNamed } from "./tier-named";

/** The dry run: every row's fate as it would be now. What is applied is looked at once more then. */

const PAGE = 500;

type ToJudge = rows.StoredRow & { facts: string };

/** @returns how many rows were judged; 0 once all are */
export function judgePage(importId: number, now: Date): Promise<number> {
  return runWork(jobOrigin(now), null, async (work) => {
    const run = await runs.lockRun(work.tx, importId);
    if (run?.status !== "CHECKING") return 0;
    const page = (await rows.rowsToJudge(work.tx, importId, PAGE)) as ToJudge[];
    const fates = await fatesOf(work, run, page);
    for (const same of groupsBy(fates, ({ fate }) => JSON.stringify(fate)).values()) {
      const [first] = same;
      if (first)
        rows.saveFate(
          work.tx,
          importId,
          first.fate,
          same.map(({ row }) => row),
        );
    }
    const isLast = page.length < PAGE;
    const doneCount = run.doneCount + page.length;
    const checked = { status: "CHECKED" as const, doneCount: run.rowCount };
    runs.saveRun(work.tx, { ...run, doneCount, ...(isLast && checked) });
    return isLast ? 0 : page.length;
  });
}

async function fatesOf(work: Work, run: runs.RunRow, page: readonly ToJudge[]) {
  const { id: importId, kind } = run;
  const said = new Map(page.map(({ row, facts }) => [row, JSON.parse(facts) as RowFacts]));
  const all = [...said.values()];
  const some = <T>(of: (facts: RowFacts) => T | null) => all.map(of).filter((one) => one !== null);
  const phones = page.flatMap(({ phoneHash }) => phoneHash ?? []);
  const [byId, byPhone, firstPhone, orders, ladder] = [
    await membersNamed(
      work.tx,
      "externalId",
      some(({ externalId }) => externalId),
    ),
    await membersNamed(
      work.tx,
      "phoneKey",
      some(({ phone }) => phone),
    ),
    await rows.firstOfPhone(work.tx, importId, phones),
    await ordersKnown(
      work.tx,
      some(({ orderId }) => orderId),
    ),
    await ladderOf(work),
  ];
  const known = {
    externalId: new Map(byId.map((member) => [member.externalId, member])),
    phone: new Map(byPhone.map((member) => [member.phoneKey, member])),
  };
  const others = new Map<number, { id: number; identities: string[] }>();
  for (const [row, facts] of said) {
    const { externalId, phone } = facts;
    const member = externalId === null ? known.phone.get(phone) : known.externalId.get(externalId);
    if (!member) continue;
    const identities = await identitiesOf(work.tx, run, facts, member);
    others.set(row, { id: member.id, identities });
  }
  const identities = page.flatMap(({ row, identity }) => [
    ...(identity ? [identity] : []),
    ...(others.get(row)?.identities ?? []),
  ]);
  const before = await rows.appliedBefore(work.tx, identities);
  const firstRow = await rows.firstOfIdentity(work.tx, importId, identities);
  const judged: { row: number; fate: rows.Fate }[] = [];
  for (const { row, identity, phoneHash, digest } of page) {
    const facts = said.get(row);
    if (!facts) continue;
    const { externalId, phone } = facts;
    const named = externalId === null ? undefined : known.externalId.get(externalId);
    const done = rows.doneAs(before, identity, others.get(row) ?? null);
    const names = [identity, ...(others.get(row)?.identities ?? [])];
    const fate = judge(kind, facts, {
      named: named ?? null,
      ofPhone: (phone !== null && known.phone.get(phone)) || null,
      isGone: externalId !== null && !named && (await isGone(work.tx, externalId)),
      isAgain: names.some((name) => name !== null && (firstRow.get(name) ?? row) < row),
      phoneIsAgain: phoneHash !== null && (firstPhone.get(phoneHash) ?? row) < row,
      before: done ? { importId: done.importId, isSame: done.digest === digest } : null,
      orderIsKnown: facts.orderId !== null && orders.has(facts.orderId),
      tierIsKnown: facts.tier === null || tierNamed(ladder, facts.tier) !== null,
    });
    judged.push({ row, fate: asKept(fate) });
  }
  return judged;
}

const asKept = ({ status, code, column, before, enrols }: Judged): rows.Fate => ({
  ...{ status, code: code ?? null, columnName: column ?? null },
  ...{ beforeId: before ?? null, enrols: enrols ?? false },
});
