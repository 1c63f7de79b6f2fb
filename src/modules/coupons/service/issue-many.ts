import { defaultLocale } from "@/i18n/config";
import { DomainError, type FieldError } from "@/platform/errors";
import { textIn } from "@/platform/texts";
import type { Work } from "@/platform/work";
import { finderOf } from "../../corrections/service/named";
import { programOf } from "../../program/service";
import { couponEvent } from "../events";
import { isOwnCode, readCode } from "../rules/code";
import { windowOf } from "../rules/judge";
import type { IssueManyInput } from "../schema/coupons";
import * as coupons from "../store/coupons";
import * as store from "../store/issues";
import { drawCodes, keptCodes, type MadeCode } from "./codes";
import { askFor, insertIssue, issuable, mayGive, type Wanted } from "./decide";
import type { Version } from "./definitions";
import { requireMayBring, TAKEN, TAKEN_NAMED } from "./find";
import { aboutOf, newCoupon } from "./issue";

/** How many come by coupons at once, or codes into the world. */

/**
 * Issues to a list of members, prints codes for whoever gets one, or takes in the shop's own codes: all
 * of them or none. Members get theirs one after the other, by a job.
 *
 * Refusals in order: RATE_LIMIT_EXCEEDED (wrong or taken codes), NOT_FOUND (no such definition),
 * COUPON_UNAVAILABLE (switched off, over), VALIDATION_FAILED (members who are not there, closed or named
 * twice; codes that are too short or taken), LIMIT_REACHED (of a key).
 */
export async function issueMany(work: Work, input: IssueManyInput) {
  // Once more in its turn: of many uploads at once each tells of codes that are taken.
  if (input.codes) await requireMayBring(work);
  const version = await issuable(work, input.definitionId);
  const members = input.members ? await membersOf(work, input.members) : null;
  const count = members?.length ?? input.count ?? input.codes?.length ?? 0;
  const codes = input.codes ? ownCodes(input.codes) : drawCodes(work.draws, count);
  const kept = await keptCodes(work.db, codes);
  if (input.codes) await requireFree(work, kept);
  const source = members ? "LIST" : input.codes ? "UPLOAD" : "PRINT";
  const wanted: Wanted = { source, version, count, reason: input.reason };
  const granted = await mayGive(work, wanted);
  const issue = await insertIssue(work, wanted, granted);
  const rows = kept.map(({ code: _, ...one }, at) =>
    newCoupon(issue, version, members?.[at] ?? null, one),
  );
  for (let from = 0; from < rows.length; from += CHUNK) {
    await coupons.insertManyCoupons(work.tx, issue.id, rows.slice(from, from + CHUNK), work.now);
  }
  work.audit({
    action: "coupons.issueMany",
    target: `couponIssue:${issue.id}`,
    reason: input.reason,
    after: { name: version.name[defaultLocale], source, count },
  });
  const approvalId = granted ? null : await askFor(work, issue.id, wanted);
  if (granted) await start(work, issue, version);
  return { ...issueView(issue, textIn(version.name, work.locale)), approvalId };
}

/** Rows of one statement. */
const CHUNK = 1000;

async function membersOf(work: Work, named: NonNullable<IssueManyInput["members"]>) {
  const memberOf = await finderOf(work, named);
  const seen = new Set<number>();
  const errors: FieldError[] = [];
  const ids = named.map((one, at) => {
    const member = memberOf(one);
    const path = `members.${at}`;
    if (!member || member.status === "CLOSED") errors.push({ path, message: "MEMBER_NOT_FOUND" });
    else if (seen.has(member.id)) errors.push({ path, message: "2×" });
    else seen.add(member.id);
    return member?.id ?? 0;
  });
  if (errors.length > 0) throw new DomainError("VALIDATION_FAILED", {}, errors);
  return ids;
}

function ownCodes(typed: readonly string[]): string[] {
  const codes = typed.map(readCode);
  const seen = new Set<string>();
  const errors = codes.flatMap((code, at): FieldError[] => {
    const isFirst = !seen.has(code);
    seen.add(code);
    if (!isOwnCode(code)) return [{ path: `codes.${at}`, message: "6–40 A–Z 0–9" }];
    return isFirst ? [] : [{ path: `codes.${at}`, message: "2×" }];
  });
  if (errors.length > 0) throw new DomainError("VALIDATION_FAILED", {}, errors);
  return codes;
}

/** Two who bring the same at once: the second one is refused by the index. */
async function requireFree(work: Work, kept: readonly MadeCode[]): Promise<void> {
  const taken = await coupons.knownHashes(
    work.tx,
    kept.map(({ codeHash }) => codeHash),
  );
  const errors = kept.flatMap(({ codeHash }, at): FieldError[] =>
    taken.has(codeHash) ? [{ path: `codes.${at}`, message: TAKEN }] : [],
  );
  if (errors.length === 0) return;
  throw new DomainError("VALIDATION_FAILED", {}, errors.slice(0, TAKEN_NAMED));
}

/** Codes of nobody's count at once; members' are issued under their locks, by the job. */
export async function start(work: Work, issue: store.IssueRow, version: Version): Promise<void> {
  if (issue.source === "LIST") {
    issue.status = "RUNNING";
    store.saveIssue(work.tx, issue);
    return;
  }
  const { timeZone } = await programOf(work);
  const window = windowOf(version.terms, work.now, timeZone);
  const count = await coupons.activateAll(work.tx, issue.id, { ...window, issuedAt: work.now });
  Object.assign(issue, { status: "DONE", issuedCount: count });
  store.saveIssue(work.tx, issue);
  const about = { ...aboutOf(version), couponId: null, issueId: issue.id, source: issue.source };
  work.emit(couponEvent("coupon.issued", null, { ...about, count, ...window }));
}

export function issueView(issue: store.IssueRow, name: string) {
  return {
    issueId: issue.id,
    definitionId: issue.definitionId,
    name,
    source: issue.source,
    status: issue.status,
    count: issue.count,
    issued: issue.issuedCount,
    voided: issue.voidedCount,
    reason: issue.reason,
    createdBy: issue.actor,
    createdAt: issue.createdAt,
  };
}
