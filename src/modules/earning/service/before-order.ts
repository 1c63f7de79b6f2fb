import { plusDays } from "@/platform/business-time";
import type { Reader } from "@/platform/db";
import type { Member } from "../../members/service/members";
import { selvesOf } from "../../members/service/selves";
import { firstWorth } from "../../orders/service/standing";
import { sumEarned } from "../../points/service/entries";
import type { Program } from "../../program/schema/rules";

/**
 * What comes without a purchase is worth nothing to whoever makes members by the thousand: no birthday
 * points, and few points of all other acts together, before an order has stood.
 */

const ACTS = ["CHECKIN", "MAKE_UP", "REVIEW", "SHARE"] as const;

/** Of a member, or of what a job knows of one. */
type Whose = Pick<Member, "id">;

/** Whether an order of a member is worth something still, so many days after it was paid. */
export async function hasOrderThatStood(
  db: Reader,
  { id }: Whose,
  { rules, timeZone }: Program,
  now: Date,
): Promise<boolean> {
  const first = await firstWorth(db, id, 1);
  return first !== undefined && plusDays(first.paidAt, rules.earn.orderStandsDays, timeZone) <= now;
}

/** Whether a member's birthday is paid at a moment. */
export async function earnsOnBirthday(
  db: Reader,
  member: Whose,
  program: Program,
  now: Date,
): Promise<boolean> {
  if (!program.rules.earn.birthdayNeedsOrder) return true;
  return hasOrderThatStood(db, member, program, now);
}

/** Whether an act may bring so many points more. */
export async function earnsByAct(
  db: Reader,
  member: Whose,
  program: Program,
  { points, now }: { points: number; now: Date },
): Promise<boolean> {
  if (await hasOrderThatStood(db, member, program, now)) return true;
  const selves = await selvesOf(db, member.id);
  const earned = await Promise.all(selves.map((id) => sumEarned(db, id, ACTS)));
  const all = earned.reduce((sum, one) => sum + one, 0);
  return all + points <= program.rules.earn.beforeOrderMax;
}
