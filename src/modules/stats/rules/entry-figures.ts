import type { Accounts, EntryType } from "../../points/schema/ledger";
import type { DayFigure } from "./tally";

/**
 * What a ledger entry adds to its day: how the points outstanding (available + pending + frozen) and
 * those owed changed, and under which name. Example: an EARN of 100 that pays 30 owed has earned 100,
 * is 70 outstanding more and 30 owed less.
 */
export function entryFigures(
  type: EntryType,
  { available, pending, frozen, owed }: Accounts,
): Partial<Record<DayFigure, number>> {
  const outstanding = available + pending + frozen;
  const moved = { outstandingDelta: outstanding, owedDelta: owed };
  const points = outstanding - owed;
  switch (type) {
    case "EARN":
      return { ...moved, earned: points };
    case "REDEEM":
      return { ...moved, redeemed: -points };
    case "EXPIRE":
      return { ...moved, expired: -points };
    case "CLAW_BACK":
      return { ...moved, clawedBack: -points };
    case "RESTORE":
      return { ...moved, restored: points };
    case "ADJUST":
      return { ...moved, adjusted: points };
    case "FORFEIT":
      return { ...moved, forfeited: -outstanding, writtenOff: -owed };
    case "MATURE":
    case "HOLD":
    case "RELEASE":
    case "FREEZE":
    case "UNFREEZE":
    case "TRANSFER_OUT":
    case "TRANSFER_IN":
      return moved;
  }
}

/** Points that come to somebody without their doing anything that day. */
const GIVEN = ["REFERRAL", "BIRTHDAY", "CHANGE"];

/** Whether an entry shows that its member did something. */
export function isActing(type: EntryType, referenceType: string): boolean {
  return type === "REDEEM" || (type === "EARN" && !GIVEN.includes(referenceType));
}
