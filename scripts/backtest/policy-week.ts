import { expireDue } from "@/modules/approvals/service/expire";
import { publishDue } from "@/modules/drafts/service/due";
import { reader } from "@/platform/db";
import { ADMIN, OPERATOR } from "@/testing/actors";
import { doorAt } from "@/testing/journalled";
import { agreed, day, job, memberOf, order } from "./busy-weeks";

/** A policy by which more waits for a second person, what comes of what waits, and a program at its time. */

const ACTS = ["ADJUSTMENT", "RULES"] as const;

async function wanted(now: Date, always: boolean): Promise<void> {
  const { policy, setPolicy } = doorAt(ADMIN, now).approvals;
  const { items } = await policy({});
  for (const { hasWorth: _, ...before } of items) {
    if (!ACTS.some((act) => act === before.act)) continue;
    const { approvalId } = await setPolicy({ ...before, always, waitDays: 3, reason: "a test" });
    if (approvalId !== null) await agreed(now, approvalId);
  }
}

/** A correction that would be nobody else's to decide without the policy. */
async function corrected(now: Date, points: number): Promise<string> {
  const { adjust } = doorAt(OPERATOR, now).points;
  const memberId = await memberOf("wave-2");
  const { approvalId } = await adjust({ memberId, points, reason: `a test of ${points}` });
  return approvalId ?? "";
}

async function programAt(now: Date, publishAt: Date): Promise<void> {
  const { create, edit, get, publish } = doorAt(ADMIN, now).drafts;
  const { draftId } = await create({ name: "July" });
  const { content } = await get({ draftId });
  const was = content.rules.earn.pointsPerYuan;
  const edits = [{ field: "rules.earn.pointsPerYuan", was, value: was + 1 }];
  const { revision } = await edit({ draftId, edits });
  const input = { draftId, revision, reason: "a test", publishAt: publishAt.toISOString() };
  const { approvalId } = await publish(input);
  await agreed(now, approvalId ?? "");
}

/** Keys decide no points: one that is agreed to, and one that is taken back. */
async function keys(now: Date): Promise<void> {
  const { access, approvals } = doorAt(ADMIN, now);
  const ask = (name: string) => access.createKey({ name, scopes: ["points:write"] });
  await agreed(now, (await ask("till")).approvalId ?? "");
  const approvalId = (await ask("desk")).approvalId ?? "";
  await approvals.withdraw({ approvalId, reason: "a test" });
}

/** How the week's corrections ended, in their order, and its draft. */
export const ENDS = ["APPROVED", "WITHDRAWN", "EXPIRED", "PUBLISHED"];

export async function policyWeek(): Promise<void> {
  await wanted(day(30), true);
  await keys(day(30));
  await agreed(day(31), await corrected(day(31), 11));
  const approvalId = await corrected(day(31), 12);
  await doorAt(OPERATOR, day(32)).approvals.withdraw({ approvalId, reason: "a test" });
  await corrected(day(32), 13);
  await programAt(day(32), day(34));
  await order(day(33), "wave-2", "policy-order-0", 50);
  await publishDue(job(day(34)));
  await order(day(35), "wave-2", "policy-order-1", 50);
  await expireDue(job(day(36)));
  await wanted(day(36), false);
}

export async function endsOf(): Promise<string[]> {
  const sql = `(SELECT status FROM approval WHERE points IN (11, 12, 13) ORDER BY points)
    UNION ALL SELECT status FROM program_draft`;
  return (await reader.rows<{ status: string }>(sql)).map(({ status }) => status);
}
