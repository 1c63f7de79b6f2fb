import type { MemberRef } from "@/platform/auth";
import { forgetPerson } from "@/platform/erasure";
import { asDomainError } from "@/platform/errors";
import type { Work } from "@/platform/work";
import { addressesOfMember, eraseUser } from "../../access/service/erase";
import { endForClosing as endReservations } from "../../benefits/service/end";
import { eraseFromBatches } from "../../corrections/service/erase";
import { endForClosing as endCoupons } from "../../coupons/service/end";
import { forgetCode } from "../../earning/service/invite";
import { rememberLeaving } from "../../earning/service/person";
import { forgetGuest } from "../../guests/service/claim";
import { forgetHandoffs } from "../../identity/service/handoff";
import { eraseFromImports } from "../../imports/service/names";
import { memberEvent } from "../../members/events";
import { requireItself } from "../../members/rules";
import {
  eraseExternalId,
  eraseMergedId,
  erasePerson,
  formerIdsOf,
} from "../../members/service/erase";
import { findMember, isGone, type Member, rememberGone } from "../../members/service/members";
import { mergedFrom } from "../../members/service/merge";
import { clearPhone } from "../../members/service/record";
import { selvesOf } from "../../members/service/selves";
import { eraseAttributes, lockOrdersInReturn } from "../../orders/service/book";
import { type Account, openAccount } from "../../points/service/account";
import { eraseReasons } from "../../points/service/erase";
import { forfeitAll } from "../../points/service/forfeit";
import { releaseAll } from "../../points/service/release";
import { type EventAnswer, none } from "../../purchases/schema/answers";
import { ReturnsBook } from "../../purchases/service/returns-book";
import { endForClosing } from "../../rewards/service/fulfil";
import { eraseLabelsOf } from "../../segments/service/erase";
import { eraseMessagesOf } from "../../sending/service/messages";
import { eraseTierReasons } from "../../tiers/service/change";
import { forgetShown } from "../../tiers/service/moment";

export interface ClosingAnswer {
  memberId: number;
  status: "CLOSED";
  closedAt: Date;
  pointsForfeited: number;
}

/**
 * Closes a member for good. What is set aside comes back first (holds, open returns, benefits,
 * rewards that were not shipped), then everything is forfeited and what was owed written off. The person is
 * erased; the ledger stays under an anonymous member, and later events of their orders go there.
 *
 * Refusals in order: MEMBER_NOT_FOUND, MEMBER_STATUS_INVALID (closed already, or merged into another).
 */
export async function closeMember(
  work: Work,
  ref: MemberRef,
  reason: string | null,
): Promise<ClosingAnswer> {
  const account = await openAccount(work, ref);
  const { member } = account;
  requireItself(member, ref);
  work.step("members.close", { memberId: member.id });
  const before = { status: member.status, owed: member.owed };
  const { phone } = member;
  await rememberLeaving(work, member);
  for (const externalId of [member.externalId, ...(await formerIdsOf(work.tx, member.id))]) {
    eraseFromBatches(work.tx, { memberId: member.id, externalId });
    await eraseFromImports(work.tx, { memberId: member.id, externalId, phone });
  }
  await eraseExternalId(work, member);
  await releaseAll(work, account);
  await closeReturns(work, account);
  await endReservations(work, account);
  await endCoupons(work, account);
  await endForClosing(work, account);
  for (const self of await selvesOf(work.tx, member.id)) await eraseSelf(work, self);
  eraseReasons(work.tx, member.id);
  eraseTierReasons(work.tx, member.id);
  forgetShown(work.tx, member.id);
  eraseAttributes(work.tx, member.id);
  await eraseLabelsOf(work.tx, member.id);
  erasePerson(work, member);
  await clearPhone(work, phone);
  eraseMessagesOf(work.tx, member.id, await addressesOfMember(work.tx, member.id));
  eraseUser(work.tx, member.id);
  forgetHandoffs(work.tx, member.id);
  await forgetGuest(work.tx, member.id);
  const pointsForfeited = await forfeitAll(work, account);
  const { memberCode, tierCode } = member;
  work.emit(
    memberEvent("member.closed", member.id, {
      externalId: null,
      memberCode,
      tierCode,
      pointsForfeited,
    }),
  );
  const after = { status: member.status, pointsForfeited };
  work.audit({ action: "members.close", memberId: member.id, reason, before, after });
  return { memberId: member.id, status: "CLOSED", closedAt: work.now, pointsForfeited };
}

/** What is written under a membership that was merged goes with the person. */
async function eraseSelf(work: Work, memberId: number): Promise<void> {
  forgetCode(work, memberId);
  eraseFromBatches(work.tx, { memberId, externalId: null });
  await eraseFromImports(work.tx, { memberId, externalId: null, phone: null });
  forgetPerson(work.tx, { memberId, externalId: null });
}

async function closeReturns(work: Work, account: Account): Promise<void> {
  for (const order of await lockOrdersInReturn(work.tx, account.member.id)) {
    const { orderId } = order;
    const book = await ReturnsBook.open(work, order);
    const reference = { type: "CLOSING" as const, id: `${account.member.id}:${orderId}` };
    await book.closeAll(account, { reference, breakdown: { orderId, closing: true } });
  }
}

/**
 * The shop deleted a user: their membership ends too. One whom nobody enrolled is remembered, so that
 * an order told of late makes no member of them.
 */
export async function closeDeleted(work: Work, externalId: string): Promise<EventAnswer> {
  const known = await findMember(work.tx, { externalId });
  if (!known && (await isGone(work.tx, externalId))) return repeated();
  const found = known ?? (await goneOrMember(work, externalId));
  if (!found) return { actions: none("MEMBER_UNKNOWN"), duplicate: false };
  const { member } = await openAccount(work, { memberId: found.id });
  // Under the lock: until then they may have been merged, or the same told at once.
  const fromId = await mergedFrom(work.tx, externalId);
  if (fromId !== null) return forgetMerged(work, member, { externalId, fromId });
  if (member.status === "CLOSED" || (await isGone(work.tx, externalId))) return repeated();
  const { memberId } = await closeMember(work, { memberId: member.id }, null);
  return { actions: [{ action: "MEMBER_CLOSED", memberId }], duplicate: false };
}

const repeated = (): EventAnswer => ({ actions: none("DUPLICATE"), duplicate: true });

/** Of a person whom the shop has once by now, too, only the other id goes. */
async function forgetMerged(
  work: Work,
  member: Member,
  merged: { externalId: string; fromId: number },
): Promise<EventAnswer> {
  await eraseMergedId(work, member, merged);
  const { externalId } = merged;
  eraseFromBatches(work.tx, { memberId: null, externalId });
  await eraseFromImports(work.tx, { memberId: null, externalId, phone: null });
  return {
    actions: [{ action: "MEMBER_UPDATED", memberId: member.id, changed: ["externalId"] }],
    duplicate: false,
  };
}

/** Null once they are remembered; the member where an order enrolled them at this very moment. */
async function goneOrMember(work: Work, externalId: string) {
  try {
    await rememberGone(work, externalId);
    eraseFromBatches(work.tx, { memberId: null, externalId });
    await eraseFromImports(work.tx, { memberId: null, externalId, phone: null });
    return null;
  } catch (error) {
    if (asDomainError(error)?.domainCode !== "EXTERNAL_ID_TAKEN") throw error;
    return findMember(work.tx, { externalId });
  }
}
