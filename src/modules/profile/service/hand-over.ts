import { DomainError } from "@/platform/errors";
import type { Work } from "@/platform/work";
import { takeGrant } from "../../access/service/grants";
import { couponsHeld } from "../../coupons/service/held";
import type { MemberRecord, RecordUpdate } from "../../members/schema";
import type { Member } from "../../members/service/members";
import { type Given, updateMember } from "../../members/service/update";
import type { ProgramRules } from "../../program/schema/rules";
import { programOf } from "../../program/service";

/**
 * PUT /members/{memberId}.
 *
 * @throws DomainError as updateMember, LIMIT_REACHED
 */
export function updateRecord(work: Work, update: RecordUpdate): Promise<MemberRecord> {
  return updateMember(work, update, giveByRecord);
}

/** All that whoever is taken for a member has of theirs, in points. */
export async function heldBy(
  work: Work,
  rules: ProgramRules,
  { id, available, pending, frozen }: Pick<Member, "id" | "available" | "pending" | "frozen">,
): Promise<number> {
  return available + pending + frozen + (await couponsHeld(work.tx, id, rules, work.now));
}

/**
 * What somebody of the staff gives by what they say of a person counts on their day. Another phone is another
 * person at the till, who has the member's points and coupons; a birthday brings the points of one, and a day of people
 * enrolled with today's would bring any number. A service speaks for the shop.
 *
 * @throws DomainError LIMIT_REACHED with the limit and when it starts anew
 */
export async function giveByRecord(work: Work, member: Member, given: Given): Promise<void> {
  if (work.caller.kind === "service") return;
  const { rules, timeZone } = await programOf(work);
  const { birthdayEnabled, birthdayPoints } = rules.earn;
  const ofBirthday = birthdayEnabled ? birthdayPoints : 0;
  const all = given.points ? await heldBy(work, rules, member) : 0;
  const amount = all + (given.birthday ? ofBirthday : 0);
  const day = { limit: rules.limits.pointsPerDay, timeZone };
  const { granted, limit, used, resetsAt } = await takeGrant(work, { kind: "points", amount }, day);
  if (!granted) throw new DomainError("LIMIT_REACHED", { limit, used, resetsAt });
}
