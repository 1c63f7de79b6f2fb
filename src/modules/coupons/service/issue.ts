import { defaultLocale } from "@/i18n/config";
import type { MemberRef } from "@/platform/auth";
import { invariant } from "@/platform/errors";
import { flatText } from "@/platform/texts";
import type { Work } from "@/platform/work";
import { requireNotClosed } from "../../members/rules";
import { type Account, openAccount } from "../../points/service/account";
import { couponEvent } from "../events";
import { maskedCode, shownCode } from "../rules/code";
import { stateOf, windowOf } from "../rules/judge";
import * as coupons from "../store/coupons";
import * as store from "../store/issues";
import { drawCodes, keptCodes, type MadeCode } from "./codes";
import { askFor, insertIssue, issuable, mayGive, type Wanted } from "./decide";
import type { Version } from "./definitions";

/** How one member comes by a coupon. */

export interface IssueRequest {
  definitionId: number;
  reason: string;
}

/**
 * Gives one member a coupon; what one person may not give alone waits for a second one.
 *
 * Refusals in order: MEMBER_NOT_FOUND, NOT_FOUND (no such definition), COUPON_UNAVAILABLE (switched off,
 * over), MEMBER_STATUS_INVALID (closed), LIMIT_REACHED (of a key).
 */
export async function issueToMember(work: Work, ref: MemberRef, request: IssueRequest) {
  const account = await openAccount(work, ref);
  const version = await issuable(work, request.definitionId);
  requireNotClosed(account.member.status);
  const { id: memberId } = account.member;
  const { reason } = request;
  const wanted: Wanted = { source: "MEMBER", version, count: 1, reason, memberId };
  const granted = await mayGive(work, wanted);
  const given = await give(work, account, wanted, granted);
  const { couponId, issueId, code } = given;
  work.audit({
    action: "coupons.issue",
    memberId,
    target: `coupon:${couponId}`,
    reason,
    after: { definitionId: String(version.definitionId), name: version.name[defaultLocale] },
  });
  const approvalId = granted ? null : await askFor(work, issueId, wanted);
  const isShown = work.caller.kind === "service" && granted;
  const shown = isShown ? shownCode(code) : maskedCode(given.codeEnd);
  return {
    couponId,
    issueId,
    code: granted ? shown : null,
    state: stateOf({ ...given.standing, usesLeft: version.terms.uses }, work.now),
    validFrom: given.standing.validFrom,
    validUntil: given.standing.validUntil,
    approvalId,
  };
}

async function give(work: Work, account: Account, wanted: Wanted, granted: boolean) {
  const { version } = wanted;
  const issue = await insertIssue(work, wanted, granted);
  const [made] = await keptCodes(work.db, drawCodes(work.draws, 1));
  invariant(made, "as many codes as were asked for");
  const { code, ...kept } = made;
  const coupon = newCoupon(issue, version, account.member.id, kept);
  const couponId = await coupons.insertCoupon(work.tx, coupon, work.now);
  const window = windowOf(version.terms, work.now, account.program.timeZone);
  const waiting = { status: "WAITING" as const, validFrom: null, validUntil: null };
  const about = { couponId, issueId: issue.id, code, codeEnd: kept.codeEnd };
  if (!granted) return { ...about, standing: waiting };
  await issueOne(work, account, { id: couponId, issueId: issue.id }, wanted);
  store.saveIssue(work.tx, { ...issue, status: "DONE", issuedCount: 1 });
  return { ...about, standing: { status: "ACTIVE" as const, ...window } };
}

export function newCoupon(
  { id: issueId }: { id: number },
  { id: versionId, definitionId, terms }: Version,
  memberId: number | null,
  kept: Omit<MadeCode, "code">,
): coupons.NewCoupon & coupons.Code {
  return { issueId, definitionId, versionId, memberId, uses: terms.uses, ...kept };
}

/** A member's coupon counts from now on, and the member hears of it. */
export async function issueOne(
  work: Work,
  { member, program }: Account,
  coupon: { id: number; issueId: number },
  { version, source, origin }: Pick<Wanted, "version" | "source" | "origin">,
): Promise<boolean> {
  const window = windowOf(version.terms, work.now, program.timeZone);
  if (!(await coupons.activate(work.tx, coupon.id, { ...window, issuedAt: work.now })))
    return false;
  work.emit(
    couponEvent("coupon.issued", member.id, {
      externalId: member.externalId,
      ...aboutOf(version),
      couponId: coupon.id,
      issueId: coupon.issueId,
      source,
      ...(typeof origin?.activityId === "number" && { activityId: origin.activityId }),
      count: 1,
      ...window,
    }),
  );
  return true;
}

/** What every event of a coupon says of it. */
export function aboutOf({ definitionId, name }: Pick<Version, "definitionId" | "name">) {
  return { definitionId, ...flatText("couponName", name) };
}
