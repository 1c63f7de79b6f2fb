import { DomainError } from "@/platform/errors";
import type { Work } from "@/platform/work";
import { takeGrant } from "../../access/service/grants";
import type { MemberRecord, RecordUpdate } from "../../members/schema";
import type { Member } from "../../members/service/members";
import { updateMember } from "../../members/service/update";
import { programOf } from "../../program/service";

/**
 * PUT /members/{memberId}.
 *
 * @throws DomainError as updateMember, LIMIT_REACHED
 */
export function updateRecord(work: Work, update: RecordUpdate): Promise<MemberRecord> {
  return updateMember(work, update, handOver);
}

/**
 * Another phone is another person at the till, who has the member's points: whoever of the staff says so gives
 * as much, and it counts on their day. A service speaks for the shop.
 *
 * @throws DomainError LIMIT_REACHED with the limit and when it starts anew
 */
async function handOver(work: Work, member: Member): Promise<void> {
  if (work.caller.kind === "service") return;
  const { rules, timeZone } = await programOf(work);
  const amount = member.available + member.pending + member.frozen;
  const day = { limit: rules.limits.pointsPerDay, timeZone };
  const { granted, limit, used, resetsAt } = await takeGrant(work, { kind: "points", amount }, day);
  if (!granted) throw new DomainError("LIMIT_REACHED", { limit, used, resetsAt });
}
