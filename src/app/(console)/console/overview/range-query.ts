export const presets = ["7d", "30d", "90d", "year"] as const;
export type Preset = (typeof presets)[number];

const DEFAULT_PRESET: Preset = "30d";
const DAYS: Record<Exclude<Preset, "year">, number> = { "7d": 7, "30d": 30, "90d": 90 };

export interface ChosenRange {
  /** Null for two dates of one's own. */
  preset: Preset | null;
  from: string;
  to: string;
}

const MS_A_DAY = 86_400_000;

function isDate(text: string | undefined): text is string {
  if (text === undefined || !/^20\d{2}-\d{2}-\d{2}$/.test(text)) return false;
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

/** `daysBefore("2026-12-01", 1)` → "2026-11-30". */
function daysBefore(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) - days * MS_A_DAY).toISOString().slice(0, 10);
}

/**
 * The days that an address asks for: two dates, else a range that ends today, thirty days where
 * nothing is said. Example: "?range=7d" on 2026-11-22 → 2026-11-16 … 2026-11-22.
 */
export function chosenRange(
  read: (name: string) => string | undefined,
  today: string,
): ChosenRange {
  const [from, to] = [read("from"), read("to")];
  if (isDate(from) && isDate(to) && from <= to) return { preset: null, from, to };
  const preset = presets.find((known) => known === read("range")) ?? DEFAULT_PRESET;
  const first =
    preset === "year" ? `${today.slice(0, 4)}-01-01` : daysBefore(today, DAYS[preset] - 1);
  return { preset, from: first, to: today };
}

/** What the address has to say for a preset; nothing for the one that needs no saying. */
export function addressOf(preset: Preset): Record<string, string | undefined> {
  const range = preset === DEFAULT_PRESET ? undefined : preset;
  return { range, from: undefined, to: undefined };
}

export type RangeFault = "missing" | "backwards" | "tooLong";

/** As long as the API answers. */
const DAYS_MAX = 1_830;

/** What is wrong with two dates that were typed; null for nothing. */
export function rangeFault(from: string, to: string): RangeFault | null {
  if (!isDate(from) || !isDate(to)) return "missing";
  if (from > to) return "backwards";
  return daysBefore(to, DAYS_MAX - 1) > from ? "tooLong" : null;
}
