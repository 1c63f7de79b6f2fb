import { addDays, businessDate, mondayOf, startOfBusinessDate } from "@/platform/business-time";
import { DomainError } from "@/platform/errors";
import type { DeliveryAddress } from "../schema/addresses";
import type { RedemptionStatus } from "../schema/rewards";

/** How long parcels wait, and what may still be said of them. */

const DAY_MS = 86_400_000;
const daysBetween = (from: string, to: string) =>
  Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS);

/** Working days, Monday to Friday, up to and with a date, counted from a Monday long ago. */
function workingDay(date: string): number {
  const monday = mondayOf(date);
  const weeks = daysBetween("2020-01-06", monday) / 7;
  return weeks * 5 + Math.min(daysBetween(monday, date), 4);
}

/**
 * Working days from one date to another: from Friday to Monday it is one. Holidays are no less working
 * days here: which days they are is decided anew each year.
 */
export function workingDaysBetween(from: string, to: string): number {
  return Math.max(0, workingDay(to) - workingDay(from));
}

export function waitingDays(since: Date, now: Date, timeZone: string): number {
  return workingDaysBetween(businessDate(since, timeZone), businessDate(now, timeZone));
}

/** Before which moment something began that waits so many working days or longer. */
export function waitingSince(days: number, now: Date, timeZone: string): Date {
  const today = businessDate(now, timeZone);
  // A week has five of them, so that it is never more than seven days back for each five.
  let date = addDays(today, -Math.ceil((days / 5) * 7) - 2);
  while (workingDaysBetween(addDays(date, 1), today) >= days) date = addDays(date, 1);
  return startOfBusinessDate(addDays(date, 1), timeZone);
}

/** @throws DomainError REDEMPTION_STATUS_INVALID where it is shipped or was called off */
export function requireUnsent(status: RedemptionStatus): void {
  if (status === "PENDING") return;
  throw new DomainError("REDEMPTION_STATUS_INVALID", { redemptionStatus: status });
}

/** Of what is on its way or arrived, a number may turn out wrong, and it may come back. */
export function isLabelled(status: RedemptionStatus): boolean {
  return status === "SHIPPED" || status === "DONE";
}

export function isReaddressable(status: RedemptionStatus, hasAddress: boolean): boolean {
  return hasAddress && status === "PENDING";
}

export function isSameAddress(a: DeliveryAddress, b: DeliveryAddress): boolean {
  return a.name === b.name && a.phone === b.phone && a.region === b.region && a.line === b.line;
}
