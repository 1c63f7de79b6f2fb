import { reader } from "@/platform/db";
import { DomainError, invariant } from "@/platform/errors";
import { type JobContext, type JobResult, jobOrigin } from "@/platform/jobs";
import { cursorId, type Page, pageOf } from "@/platform/paging";
import { textIn } from "@/platform/texts";
import type { Ask } from "@/platform/trpc";
import { runWork, type Work } from "@/platform/work";
import { openAccount } from "../../points/service/account";
import { couponEvent } from "../events";
import { shownCode } from "../rules/code";
import * as coupons from "../store/coupons";
import * as store from "../store/issues";
import { endReservationsOf } from "../store/uses";
import { openedCode } from "./codes";
import { isEnabled, versionOf, versionsOf } from "./definitions";
import { aboutOf, issueOne } from "./issue";
import { issueView, start } from "./issue-many";

/** Issues as a whole: listed, approved, carried out, their codes handed out, and taken out of the world. */

export async function listIssues(ask: Ask, page: Page) {
  const rows = await store.issuePage(ask.db, cursorId(page.cursor), page.limit + 1);
  const { shown, nextCursor } = pageOf(rows, page.limit, ({ id }) => id);
  const known = await versionsOf(
    ask.db,
    shown.map(({ versionId }) => versionId),
  );
  const items = shown.map((row) => {
    const version = known.get(row.versionId);
    invariant(version, "an issue has its version");
    return issueView(row, textIn(version.name, ask.locale));
  });
  return { items, nextCursor };
}

/**
 * A second person has decided on an issue that waits. Of one that was voided meanwhile nothing is left to
 * reject.
 *
 * Refusals in order: of an approval VERSION_CONFLICT (voided meanwhile, or switched off).
 */
export async function decideIssue(work: Work, issueId: number, approve: boolean): Promise<void> {
  const issue = await store.lockIssue(work.tx, issueId);
  if (issue?.status !== "WAITING") {
    if (!approve) return;
    throw new DomainError("VERSION_CONFLICT", { status: issue?.status ?? null });
  }
  if (!approve) {
    await coupons.voidAllOf(work.tx, issueId, work.now);
    store.saveIssue(work.tx, { ...issue, status: "REJECTED" });
    return;
  }
  if (!(await isEnabled(work.tx, issue.definitionId))) {
    throw new DomainError("VERSION_CONFLICT", { reason: "DISABLED" });
  }
  const version = await versionOf(work.tx, issue.versionId);
  if (issue.source !== "MEMBER") return start(work, issue, version);
  await carryOut(work, issue, 1);
}

/** Coupons of members that wait to be issued, a page of them. */
async function carryOut(work: Work, issue: store.IssueRow, limit: number): Promise<number> {
  const version = await versionOf(work.tx, issue.versionId);
  const rows = await coupons.waitingOf(work.tx, issue.id, limit);
  // In the order of members: two pages cannot deadlock.
  rows.sort((a, b) => (a.memberId ?? 0) - (b.memberId ?? 0));
  for (const row of rows) {
    invariant(row.memberId !== null, "a coupon of a list is somebody's");
    const account = await openAccount(work, { memberId: row.memberId });
    // Whoever closed meanwhile gets none.
    if (account.member.status === "CLOSED") await coupons.voidCoupon(work.tx, row.id, work.now);
    else if (await issueOne(work, account, row, { version, source: issue.source })) {
      issue.issuedCount += 1;
    }
  }
  if (rows.length < limit || issue.source === "MEMBER") issue.status = "DONE";
  store.saveIssue(work.tx, issue);
  return rows.length;
}

const PAGE = 32;

/** Issues to the members of approved lists, a page a transaction; goes on where it was interrupted. */
export async function runIssues({ now, stopping }: JobContext): Promise<JobResult> {
  let handled = 0;
  for (const { id } of await store.runningIssues(reader)) {
    for (;;) {
      if (stopping()) return { handled };
      const page = (work: Work) => issuePage(work, id);
      const rows = await runWork(jobOrigin(now), "coupons.issuePage", page);
      handled += rows;
      if (rows < PAGE) break;
    }
  }
  return { handled };
}

export async function issuePage(work: Work, issueId: number): Promise<number> {
  const issue = await store.lockIssue(work.tx, issueId);
  if (issue?.status !== "RUNNING") return 0;
  work.step("coupons.issuePage", { issueId });
  return carryOut(work, issue, PAGE);
}

const CODES_PAGE = 1000;

/**
 * The codes of an issue that nobody has yet, for whoever prints or hands them out; who took them and why
 * is in the audit log, the codes are not.
 *
 * @throws DomainError NOT_FOUND
 */
export async function revealCodes(
  work: Work,
  { issueId, reason, cursor }: { issueId: number; reason: string; cursor?: string | undefined },
) {
  if (!(await store.issueById(work.tx, issueId))) throw new DomainError("NOT_FOUND");
  const rows = await coupons.codesOf(work.tx, issueId, cursorId(cursor) ?? 0, CODES_PAGE + 1);
  const { shown, nextCursor } = pageOf(rows, CODES_PAGE, ({ id }) => id);
  const items = await Promise.all(
    shown.map(async ({ id, sealed }) => ({
      couponId: id,
      code: shownCode(await openedCode(work.tx, sealed)),
    })),
  );
  const after = { codes: items.length };
  work.audit({ action: "coupons.reveal", target: `couponIssue:${issueId}`, reason, after });
  return { items, nextCursor };
}

/**
 * Voids all coupons of an issue, such as of codes that were printed and lost. What was used stays used.
 * A second time voids nothing.
 *
 * @throws DomainError NOT_FOUND
 */
export async function voidIssue(work: Work, issueId: number, reason: string) {
  const issue = await store.lockIssue(work.tx, issueId);
  if (!issue) throw new DomainError("NOT_FOUND");
  const voided = await coupons.voidAllOf(work.tx, issueId, work.now);
  endReservationsOf(work.tx, issueId, work.now);
  const isOver = issue.status === "WAITING" || issue.status === "RUNNING";
  if (isOver) issue.status = "REJECTED";
  issue.voidedCount += voided;
  store.saveIssue(work.tx, issue);
  if (voided > 0) {
    const version = await versionOf(work.tx, issue.versionId);
    const about = { ...aboutOf(version), couponId: null, issueId, count: voided };
    work.emit(couponEvent("coupon.voided", null, about));
  }
  const target = `couponIssue:${issueId}`;
  work.audit({ action: "coupons.voidIssue", target, reason, after: { voided } });
  return { issueId, voided };
}
