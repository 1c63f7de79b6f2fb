import type { FieldError } from "@/platform/errors";
import { type LocalizedText, textFrom, textNames, textsIn } from "@/platform/texts";
import type { ActivityChange, ActivityStatus, NewActivity } from "../schema/activity";
import type { Terms } from "../schema/terms";
import { isPerOrder } from "./per-order";
import { awardCost } from "./window";

const TEXTS = ["title", "description"];
/** What only tells of it may change whenever. */
const TELLING = [...TEXTS, "image"];

/** What of the settings is no text. */
type Plain = Terms &
  Pick<
    NewActivity,
    | "image"
    | "startsAt"
    | "endsAt"
    | "effect"
    | "minTierCode"
    | "joining"
    | "capacity"
    | "pointsBudget"
  >;

/** The coupon as it is announced, and what one counts in the budget. */
export interface Pinned {
  couponVersionId: number | null;
  couponPoints: number | null;
}

export const NO_COUPON: Pinned = { couponVersionId: null, couponPoints: null };

/** An activity as operators decide it, with texts as such. */
export interface Settings extends Plain, Pinned {
  title: LocalizedText;
  description: LocalizedText;
}

export type SettingsChange = {
  [Name in keyof Settings]?: Settings[Name] | undefined;
};

function plainOf(from: Plain): Plain {
  const { image, startsAt, endsAt, effect, minTierCode, joining, capacity, pointsBudget } = from;
  const { scope, hours, frequency, stacking, segmentId } = from;
  const limits = { minTierCode, joining, capacity, pointsBudget };
  return {
    image,
    startsAt,
    endsAt,
    effect,
    ...limits,
    scope,
    hours,
    frequency,
    stacking,
    segmentId,
  };
}

/** A new activity's, of an input. */
export function settingsOf(input: NewActivity): Settings {
  return {
    ...plainOf(input),
    ...NO_COUPON,
    title: textFrom(input, "title"),
    description: textFrom(input, "description"),
  };
}

/** The settings alone of an activity that is known. */
export function settingsIn(activity: Settings): Settings {
  const { title, description, couponVersionId, couponPoints } = activity;
  return { title, description, couponVersionId, couponPoints, ...plainOf(activity) };
}

const TEXT_FIELDS = new Set(TEXTS.flatMap(textNames));

/** An input's change; in a language that it does not name a text stays as it is. */
export function settingsChange(current: Settings, input: ActivityChange): SettingsChange {
  const others = Object.entries(input).filter(([name]) => !TEXT_FIELDS.has(name));
  return {
    ...Object.fromEntries(others),
    title: { ...current.title, ...textsIn(input, "title") },
    description: { ...current.description, ...textsIn(input, "description") },
  };
}

/** What is wrong with an activity by itself, field by field. */
export function settingsFaults(settings: Settings): FieldError[] {
  const faults: FieldError[] = [];
  const { effect, pointsBudget } = settings;
  if (settings.endsAt <= settings.startsAt) faults.push({ path: "endsAt", message: "> startsAt" });
  if (effect.kind === "BONUS_POINTS" && effect.on === "JOIN" && settings.joining !== "CHOICE") {
    faults.push({ path: "joining", message: "CHOICE for a bonus on joining" });
  }
  if (pointsBudget !== null && pointsBudget < awardCost(settings)) {
    faults.push({ path: "pointsBudget", message: `≥ ${awardCost(settings)}` });
  }
  faults.push(...awardFaults(settings));
  return isPerOrder(effect) ? faults : [...faults, ...termFaults(settings)];
}

/** The coupon that an activity gives to each member once. */
export function couponOf({ effect }: Pick<Settings, "effect">): number | null {
  if (effect.kind === "POINTS_MULTIPLIER" || effect.couponDefinitionId === undefined) return null;
  return Number(effect.couponDefinitionId);
}

function awardFaults(settings: Settings): FieldError[] {
  const { effect, pointsBudget, couponVersionId, couponPoints } = settings;
  const faults: FieldError[] = [];
  if (effect.kind === "POINTS_MULTIPLIER") return faults;
  const coupon = couponOf(settings);
  if (coupon === null && effect.points === 0)
    faults.push({ path: "effect.points", message: "≥ 1" });
  if (coupon !== null && isPerOrder(effect)) {
    faults.push({ path: "effect.couponDefinitionId", message: "not for EACH_ORDER" });
  }
  const isBoundless = couponVersionId !== null && couponPoints === null;
  if (isBoundless && pointsBudget !== null) {
    faults.push({ path: "pointsBudget", message: "null for a coupon without a greatest worth" });
  }
  return faults;
}

/** What a member earns once has nothing to do with single orders. */
function termFaults(settings: Settings): FieldError[] {
  const named = (["scope", "hours", "frequency"] as const).filter(
    (path) => settings[path] !== null,
  );
  const own = settings.stacking.mode === "HIGHEST" ? named : [...named, "stacking" as const];
  return own.map((path) => ({ path, message: "only where each order counts" }));
}

/** These may only become more once members can take part. */
const GROWING = ["endsAt", "capacity", "pointsBudget"];

const isSame = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

/** null is without limit, so it is more than any number. */
function isLess(next: unknown, current: unknown): boolean {
  if (next === null) return false;
  return current === null || Number(next) < Number(current);
}

/**
 * What may not change any more: before its start everything may; from then on the words, and end,
 * capacity and budget upwards, because members were promised the rest; after its end words and picture only.
 * Example: a running activity with capacity 100 → 120 is fine, → 80 is a fault.
 */
export function changeFaults(
  current: Settings,
  change: SettingsChange,
  facts: { status: ActivityStatus; now: Date },
): FieldError[] {
  const { status, now } = facts;
  const draft = status === "DRAFT";
  const open = draft || (status !== "ENDED" && now < current.startsAt);
  const faults: FieldError[] = [];
  for (const [path, next] of Object.entries(change)) {
    const known = current[path as keyof Settings];
    if (next === undefined || isSame(next, known) || TELLING.includes(path)) continue;
    if (open) {
      const early = path === "startsAt" && !draft && next instanceof Date && next < now;
      if (early) faults.push({ path, message: "≥ now" });
    } else if (status === "ENDED" || !GROWING.includes(path)) {
      faults.push({ path, message: `fixed: ${status}` });
    } else if (isLess(next, known)) {
      const bound = known instanceof Date ? known.toISOString() : (known ?? "null");
      faults.push({ path, message: `≥ ${bound}` });
    }
  }
  return faults;
}
