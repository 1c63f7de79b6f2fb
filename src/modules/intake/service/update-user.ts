import type { MemberRef } from "@/platform/auth";
import { DomainError } from "@/platform/errors";
import type { Work } from "@/platform/work";
import { findMember, isGone, lockMember } from "../../members/service/members";
import type { RecordChanges } from "../../members/service/record";
import { forgetParked, parkUpdate, tellRecord } from "../../members/service/told";
import { type Action, type EventAnswer, none, parked } from "../../purchases/schema/answers";
import type { ShopEvent } from "../../purchases/schema/events";

type Update = Extract<ShopEvent, { type: "USER_UPDATED" }>;

/**
 * Takes in what the shop knows of a customer as of the event's moment, whatever came before it. Of one whom nobody
 * has enrolled it waits for their registration.
 *
 * Refusals in order: MEMBER_NOT_FOUND (named otherwise than by the shop's own id).
 */
export async function updateUser(
  work: Work,
  ref: MemberRef,
  { data, timestamp: toldAt }: Update,
): Promise<EventAnswer> {
  const { reason, nickname, phone, email, birthday, consents } = data;
  const cleaned = nickname === "" ? null : nickname;
  const changes: RecordChanges = { nickname: cleaned, phone, email, birthday, consents };
  if (!(await findMember(work.tx, ref))) {
    if (!("externalId" in ref)) throw new DomainError("MEMBER_NOT_FOUND");
    const { externalId } = ref;
    if (await parkUpdate(work, externalId, changes, toldAt)) {
      if (!(await isGone(work.tx, externalId))) return parked([]);
      forgetParked(work, externalId);
      return { actions: none("MEMBER_CLOSED"), duplicate: false };
    }
  }
  const member = await lockMember(work, ref);
  if (member.status === "CLOSED") return { actions: none("MEMBER_CLOSED"), duplicate: false };
  const { changed, refused, outdated } = await tellRecord(work, member, changes, {
    toldAt,
    reason,
  });
  const actions: Action[] = refused.map((one) => ({ action: "FIELD_REFUSED", ...one }));
  if (changed.length > 0) {
    actions.unshift({ action: "MEMBER_UPDATED", memberId: member.id, changed });
  }
  if (actions.length > 0) return { actions, duplicate: false };
  if (outdated) return { actions: none("OUTDATED"), duplicate: false };
  return { actions: none("DUPLICATE"), duplicate: true };
}
