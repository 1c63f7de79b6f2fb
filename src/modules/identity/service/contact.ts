import { asDomainError } from "@/platform/errors";
import type { Work } from "@/platform/work";
import { type ContactChange, replaceContact } from "../../access/service/own-contact";
import { claimGuestOrders } from "../../guests/service/claim";
import { lockMember, type Member } from "../../members/service/members";
import { changeRecord } from "../../members/service/record";

export {
  askContactCode,
  prepareContactChange,
  prepareContactCode,
} from "../../access/service/own-contact";

/**
 * Another address for an account and its member, in one act: the member is found by the new phone as soon
 * as the account is, and what they ordered with it as a guest is theirs.
 *
 * @throws DomainError as replaceContact
 */
export async function changeContact(work: Work, change: ContactChange) {
  const { memberId } = change.user;
  // First the member, as whoever closes them does.
  const member = memberId === null ? null : await lockMember(work, { memberId });
  const done = await replaceContact(work, change);
  if (member) {
    await record(work, member, change);
    await claimGuestOrders(work, member.id, [change.to.address], true);
  }
  return done;
}

/** A phone by which another member is found stays theirs, and this one is left without. */
async function record(work: Work, member: Member, { to }: ContactChange): Promise<void> {
  const field = to.channel === "SMS" ? "phone" : "email";
  const how = { via: "PAGE", action: "members.update", verified: [field] } as const;
  const changes = { [field]: to.address };
  try {
    await changeRecord(work, member, changes, how);
  } catch (error) {
    if (asDomainError(error)?.domainCode !== "PHONE_TAKEN") throw error;
    await changeRecord(work, member, { [field]: null }, how);
  }
}
