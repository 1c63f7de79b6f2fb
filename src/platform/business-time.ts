import { Temporal } from "temporal-polyfill";

/** Dates in the program's own time zone. Instants are UTC `Date`s, business dates `YYYY-MM-DD`. */

function zoned(instant: Date, timeZone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(timeZone);
}

function toDate(moment: Temporal.ZonedDateTime): Date {
  return new Date(moment.epochMilliseconds);
}

const KNOWN_MAX = 1_000;
/** Of dates: the quarter hours of more than a hundred days. */
const DATES_KNOWN_MAX = 10_000;

/**
 * What a calendar says never changes, and acts that come at once ask it for the same second and the same
 * days: a tenth of a millisecond each time.
 */
function remembering<T extends string | number, Key extends string | number = string>(
  most = KNOWN_MAX,
): (key: Key, say: () => T) => T {
  const known = new Map<Key, T>();
  return (key, say) => {
    const before = known.get(key);
    if (before !== undefined) return before;
    if (known.size >= most) known.clear();
    const said = say();
    known.set(key, said);
    return said;
  };
}

/** By zone; a shop has one. */
const dates = new Map<string, ReturnType<typeof datesOfZone>>();
const starts = remembering<number>();
const sums = remembering<string>();

/** Since then no zone's date changes but on a quarter hour; before, some set their clocks back at 00:01. */
const QUARTERS_SINCE = Date.UTC(2012, 0, 1);
const QUARTER_MS = 15 * 60 * 1000;

const datesOfZone = (timeZone: string) => {
  const ofQuarter = remembering<string, number>(DATES_KNOWN_MAX);
  const ofSecond = remembering<string, number>();
  return (instant: Date): string => {
    const at = instant.getTime();
    const say = () => zoned(instant, timeZone).toPlainDate().toString();
    return at >= QUARTERS_SINCE
      ? ofQuarter(Math.floor(at / QUARTER_MS), say)
      : ofSecond(Math.floor(at / 1000), say);
  };
};

/** Offsets of zones are whole seconds, so a second has one date; by now a quarter hour has. */
export function businessDate(instant: Date, timeZone: string): string {
  const known = dates.get(timeZone) ?? datesOfZone(timeZone);
  dates.set(timeZone, known);
  return known(instant);
}

/** The clock on the wall of a zone: Monday is 1, and minutes are since midnight. */
export function wallClock(instant: Date, timeZone: string): { weekday: number; minutes: number } {
  const { dayOfWeek, hour, minute } = zoned(instant, timeZone);
  return { weekday: dayOfWeek, minutes: hour * 60 + minute };
}

/** The Monday of a date's week. Example: mondayOf("2026-12-02") = "2026-11-30". */
export function mondayOf(date: string): string {
  const day = Temporal.PlainDate.from(date);
  return day.subtract({ days: day.dayOfWeek - 1 }).toString();
}

/** 00:00 of a business date. */
export function startOfBusinessDate(date: string, timeZone: string): Date {
  const say = () => Temporal.PlainDate.from(date).toZonedDateTime(timeZone).epochMilliseconds;
  return new Date(starts(`${date} ${timeZone}`, say));
}

/** Example: addDays("2026-12-31", 1) = "2027-01-01". */
export function addDays(date: string, days: number): string {
  return sums(`${date}+${days} days`, () => Temporal.PlainDate.from(date).add({ days }).toString());
}

/** Clamped to the month's end. Example: addMonths("2026-08-31", 6) = "2027-02-28". */
export function addMonths(date: string, months: number): string {
  const add = () =>
    Temporal.PlainDate.from(date).add({ months }, { overflow: "constrain" }).toString();
  return sums(`${date}+${months} months`, add);
}

/** The same local time some months later, clamped. */
export function plusMonths(instant: Date, months: number, timeZone: string): Date {
  return toDate(zoned(instant, timeZone).add({ months }, { overflow: "constrain" }));
}

/** Whole days later by the calendar of the zone. */
export function plusDays(instant: Date, days: number, timeZone: string): Date {
  return toDate(zoned(instant, timeZone).add({ days }));
}

/**
 * The exclusive end of the calendar day that lies `months` after the instant: the first moment at
 * which something good "for 24 months" no longer is. Example: 2026-11-20 14:30 in Shanghai with
 * 24 months → 2028-11-21 00:00 in Shanghai.
 */
export function endOfDayAfterMonths(instant: Date, months: number, timeZone: string): Date {
  const day = businessDate(instant, timeZone);
  const say = () => startOfBusinessDate(addDays(addMonths(day, months), 1), timeZone).getTime();
  return new Date(starts(`${day}+${months} ${timeZone}`, say));
}

/** The exclusive end of the nth day after the instant's own. */
export function endOfDayAfterDays(instant: Date, days: number, timeZone: string): Date {
  return startOfBusinessDate(addDays(businessDate(instant, timeZone), days + 1), timeZone);
}
