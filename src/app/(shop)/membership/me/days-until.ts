import { lastDateBefore } from "@/i18n/format";

const DAY_MS = 86_400_000;

/** On the how many-th day from today something counts last. Example: until tomorrow's midnight → 0 days. */
export function daysUntil(
  endsAt: string,
  { now, timeZone }: { now: Date; timeZone: string },
): number {
  const today = lastDateBefore(new Date(now.getTime() + 1).toISOString(), timeZone);
  const last = lastDateBefore(endsAt, timeZone);
  return Math.round((Date.parse(last) - Date.parse(today)) / DAY_MS);
}
