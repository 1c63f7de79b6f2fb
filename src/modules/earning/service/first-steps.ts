import type { MemberRef } from "@/platform/auth";
import { plusDays } from "@/platform/business-time";
import type { Ask } from "@/platform/trpc";
import { requireMember } from "../../members/service/members";
import { selvesOf } from "../../members/service/selves";
import { sumEarned } from "../../points/service/entries";
import { programOf } from "../../program/service";
import { rungOf } from "../../tiers/rules/ladder";
import { ladderOf } from "../../tiers/service/ladder";

/** Who has ordered is new for so long; who has not still is. */
const NEW_DAYS = 30;

/**
 * What a newcomer does first, with what the rules pay for it; nothing once all of it is done.
 *
 * @throws DomainError MEMBER_NOT_FOUND
 */
export async function firstStepsOf(ask: Ask, ref: MemberRef) {
  const [member, program] = await Promise.all([requireMember(ask.db, ref), programOf(ask)]);
  const hasOrdered = member.orderCount > 0;
  const isNew = ask.now < plusDays(member.joinedAt, NEW_DAYS, program.timeZone);
  if (member.status === "CLOSED" || (hasOrdered && !isNew)) return { items: [] };
  const [ladder, selves] = await Promise.all([ladderOf(ask), selvesOf(ask.db, member.id)]);
  const earned = await Promise.all(selves.map((id) => sumEarned(ask.db, id, ["CHECKIN"])));
  const { earn } = program.rules;
  const { multiplierPct } = rungOf(ladder, member.tierCode);
  const perYuan = (earn.pointsPerYuan * multiplierPct) / 100;
  const hasCheckedIn = earned.some((points) => points > 0);
  const isKnown = member.birthday !== null;
  const items = [
    ...(earn.checkInEnabled
      ? [{ step: "CHECKIN" as const, points: earn.checkInPoints, isDone: hasCheckedIn }]
      : []),
    ...(earn.birthdayEnabled
      ? [{ step: "BIRTHDAY" as const, points: earn.birthdayPoints, isDone: isKnown }]
      : []),
    { step: "ORDER" as const, points: perYuan, isDone: hasOrdered },
  ];
  return { items: items.every(({ isDone }) => isDone) ? [] : items };
}
