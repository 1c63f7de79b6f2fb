import { forgetPerson } from "@/platform/erasure";
import type { Work } from "@/platform/work";
import { eraseMessages } from "../../inbox/service";
import { eraseChanges } from "../store/consents";
import * as store from "../store/members";
import { eraseNotes } from "../store/notes";
import { eraseRecord, forgetFormerId, formerIdsOf } from "../store/record";
import { externalIdHash, type Member } from "./members";

export { formerIdsOf } from "../store/record";

/** The shop's id goes first, so that nothing that the closing tells or writes has it any more. */
export async function eraseExternalId(work: Work, member: Member): Promise<void> {
  const { externalId, id: memberId } = member;
  for (const former of await formerIdsOf(work.tx, memberId)) {
    const hash = await externalIdHash(work.tx, former);
    store.insertClosedIdentity(work.tx, { externalIdHash: hash, memberId, closedAt: work.now });
    forgetPerson(work.tx, { memberId, externalId: former });
  }
  if (externalId === null) return;
  const hash = await externalIdHash(work.tx, externalId);
  store.eraseExternalId(work.tx, memberId);
  store.insertClosedIdentity(work.tx, { externalIdHash: hash, memberId, closedAt: work.now });
  forgetPerson(work.tx, { memberId, externalId });
  member.externalId = null;
  // What fell due before the closing was told of with the id still there.
  for (const { memberId: whose, data } of work.emitted) {
    if (whose === memberId && "externalId" in data) data.externalId = null;
  }
}

/** An id that came by merging and that the shop deleted: what comes late for it still goes to its member. */
export async function eraseMergedId(
  work: Work,
  member: Member,
  { externalId, fromId }: { externalId: string; fromId: number },
): Promise<void> {
  const hash = await externalIdHash(work.tx, externalId);
  forgetFormerId(work.tx, externalId);
  const closed = { externalIdHash: hash, memberId: member.id, closedAt: work.now };
  store.insertClosedIdentity(work.tx, closed);
  forgetPerson(work.tx, { memberId: fromId, externalId });
}

/** What is left of a member is anonymous: a code, a tier, figures. */
export function erasePerson(work: Work, member: Member): void {
  member.status = "CLOSED";
  member.closedAt = work.now;
  member.nickname = null;
  member.phone = null;
  member.phoneKey = null;
  member.phoneVerifiedAt = null;
  member.email = null;
  member.emailVerifiedAt = null;
  member.birthday = null;
  member.birthdayChangedAt = null;
  member.birthdaySetAt = null;
  member.emailConsent = false;
  member.smsConsent = false;
  member.marketingConsent = false;
  member.recordChangedAt = null;
  store.saveIdentity(work.tx, member);
  eraseRecord(work.tx, member.id);
  eraseChanges(work.tx, member.id);
  eraseNotes(work.tx, member.id);
  forgetPerson(work.tx, { memberId: member.id, externalId: null });
  eraseMessages(work.tx, member.id);
}
