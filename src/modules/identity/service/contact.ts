import type { Work } from "@/platform/work";
import { type ContactChange, replaceContact } from "../../access/service/own-contact";
import { lockMember } from "../../members/service/members";
import { givePhone } from "../../members/service/phone-names";

export {
  askContactCode,
  prepareContactChange,
  prepareContactCode,
} from "../../access/service/own-contact";

/**
 * Another address for an account and its member, in one act: the member is found by the new phone as soon
 * as the account is.
 *
 * @throws DomainError as replaceContact
 */
export async function changeContact(work: Work, change: ContactChange) {
  const { memberId } = change.user;
  // First the member, as whoever closes them does.
  const member = memberId === null ? null : await lockMember(work, { memberId });
  const done = await replaceContact(work, change);
  if (member && change.to.channel === "SMS") await givePhone(work, member, change.to.address);
  return done;
}
