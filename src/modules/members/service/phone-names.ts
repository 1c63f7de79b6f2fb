import { canonicalPhone } from "@/platform/phone";
import type { Work } from "@/platform/work";
import { memberEvent } from "../events";
import * as store from "../store/members";
import type { Member } from "./members";

/**
 * Another phone for a member, who proved that it is theirs. One that another member has too names
 * neither of them: it stays as the shop has it, and this member is left without.
 */
export async function givePhone(work: Work, member: Member, phone: string): Promise<void> {
  const former = member.phone;
  const isFree = !(await store.hasPhone(work.tx, phone, member.id));
  member.phone = isFree ? phone : null;
  member.phoneKey = member.phone;
  await store.savePhone(work.tx, member);
  work.emit(memberEvent("member.updated", member.id, { externalId: member.externalId }));
  if (former !== null && former !== phone) await clearPhone(work, member.id, former);
}

/**
 * A phone that somebody has given up and that a single other member still has means that one from now
 * on. Locked before it is counted, so that of two who give it up at once the second sees the first.
 */
export async function clearPhone(work: Work, formerId: number, phone: string): Promise<void> {
  if (canonicalPhone(phone) !== phone) return;
  const [other, ...more] = await store.lockSharing(work.tx, phone, formerId);
  if (other === undefined || more.length > 0) return;
  store.keyPhone(work.tx, other);
  work.audit({ action: "members.phoneCleared", memberId: other });
}
