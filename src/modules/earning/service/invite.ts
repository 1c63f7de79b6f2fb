import { randomInt } from "node:crypto";
import type { MemberRef } from "@/platform/auth";
import { addMonths, businessDate, startOfBusinessDate } from "@/platform/business-time";
import type { Reader } from "@/platform/db";
import { isDuplicate } from "@/platform/db-errors";
import { INVITE_CODE } from "@/platform/journal/draws";
import type { Ask } from "@/platform/trpc";
import type { View } from "@/platform/view";
import { runWork, type Work } from "@/platform/work";
import { requireNotClosed } from "../../members/rules";
import { lockMember, requireMember } from "../../members/service/members";
import { programOf } from "../../program/service";
import { CODE_ALPHABET, CODE_LENGTH, maskedName } from "../rules/invite";
import * as store from "../store/referrals";
import { inviteLink } from "./invite-link";
import { ownInvitation } from "./invited";

/** Inviting others: their code, and what it brought. */

const CODE_TRIES = 5;

function drawCode(): string {
  const letters = Array.from(
    { length: CODE_LENGTH },
    () => CODE_ALPHABET[randomInt(CODE_ALPHABET.length)],
  );
  return letters.join("");
}

/** A member's code, for ever the same; drawn when it is first asked for. */
export async function makeCode(work: Work, memberId: number): Promise<string> {
  requireNotClosed((await lockMember(work, { memberId })).status);
  const known = await store.codeOf(work.tx, memberId);
  if (known !== undefined) return known;
  work.step("earning.inviteCode", { memberId });
  for (let attempt = 1; ; attempt++) {
    const code = work.draws.text(INVITE_CODE, drawCode);
    try {
      await store.insertCode(work.tx, { memberId, code, createdAt: work.now });
      return code;
    } catch (error) {
      if (!isDuplicate(error) || attempt === CODE_TRIES) throw error;
    }
  }
}

/** A closing member's code leads to nobody any more; whom it brought stays, in figures only. */
export function forgetCode(work: Work, memberId: number): void {
  store.removeCode(work.tx, memberId);
}

/** What an invitation brings, by the rules in force; anybody may know. */
export async function termsOf(view: View) {
  const { rules } = await programOf(view);
  const { referralEnabled: enabled, referralPoints, referralsPerMonthMax } = rules.earn;
  const { referralMinimumMinor, referralWaitDays } = rules.earn;
  return { enabled, referralPoints, referralsPerMonthMax, referralMinimumMinor, referralWaitDays };
}

/**
 * A member's invitations: their code and what it brought.
 *
 * @throws DomainError MEMBER_NOT_FOUND, MEMBER_STATUS_INVALID (closed)
 */
export async function invitationsOf(ask: Ask, ref: MemberRef) {
  const [member, { timeZone }] = await Promise.all([requireMember(ask.db, ref), programOf(ask)]);
  const { id: memberId, nickname } = member;
  const { from, to } = monthOf(ask.now, timeZone);
  const [known, sums, rewardedThisMonth, terms, own] = await Promise.all([
    store.codeOf(ask.db, memberId),
    store.sumsOf(ask.db, memberId),
    store.countRewarded(ask.db, memberId, from, to),
    termsOf(ask),
    ownInvitation(ask, memberId),
  ]);
  const code = known ?? (await runWork(ask, null, (work) => makeCode(work, memberId)));
  const link = inviteLink(code, nickname);
  const shownName = maskedName(nickname);
  return { inviteCode: code, link, shownName, ...sums, rewardedThisMonth, own, ...terms };
}

/** Whom a member brought, and what it brought them. */
export async function broughtBy(db: Reader, memberId: number) {
  const { invited, points } = await store.sumsOf(db, memberId);
  return { invited, points };
}

/** The business month that rewards are counted in. */
export function monthOf(now: Date, timeZone: string): { from: Date; to: Date } {
  const first = `${businessDate(now, timeZone).slice(0, 7)}-01`;
  const from = startOfBusinessDate(first, timeZone);
  return { from, to: startOfBusinessDate(addMonths(first, 1), timeZone) };
}
