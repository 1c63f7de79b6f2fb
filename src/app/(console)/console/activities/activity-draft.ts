import { type Locale, locales } from "@/i18n/config";
import { instantOf, localTimeOf } from "@/i18n/format";
import { isPerOrder } from "@/modules/activities/rules/per-order";
import type { Effect } from "@/modules/activities/schema/activity";
import { NO_TERMS } from "@/modules/activities/schema/terms";
import { type TextField, type TextFields, textField } from "@/platform/texts";
import { readDecimal, readWhole, showDecimal } from "../figures";
import type { ManagedActivity } from "./activity-status";
import {
  draftOfTerms,
  faultsOfTerms,
  type TermsDraft,
  termFaultOf,
  termsOf,
  termsShownAt,
} from "./terms-draft";

export type ActivityText = TextField<"title" | "description", Locale>;
/** The fields of its texts, one for each language. */
export const ACTIVITY_TEXTS = (["title", "description"] as const).flatMap((field) =>
  locales.map((locale) => textField(field, locale) as ActivityText),
);
/** An activity as it stands in the form. */
export interface ActivityDraft extends Record<ActivityText, string>, TermsDraft {
  kind: Effect["kind"];
  /** Wall-clock time of the program's zone. */
  startsAt: string;
  endsAt: string;
  /** Empty: the sign of its kind. */
  image: string;
  minTierCode: string;
  /** Empty: everybody. */
  segmentId: string;
  joining: "CHOICE" | "AUTOMATIC";
  /** Empty: any number. */
  capacity: string;
  pointsBudget: string;
  multiplier: string;
  points: string;
  on: "JOIN" | "FIRST_ORDER" | "EACH_ORDER";
  goal: "ORDERS" | "SPEND";
  target: string;
  orderMinimum: string;
  /** Empty: none. */
  coupon: string;
}

export type ActivityField = keyof ActivityDraft;

function textsFrom(texts: Partial<Record<ActivityText, string>>): Record<ActivityText, string> {
  const fields = ACTIVITY_TEXTS.map((field) => [field, texts[field] ?? ""]);
  return Object.fromEntries(fields) as Record<ActivityText, string>;
}

/** A new activity: seven days from tomorrow on. */
export function newDraft(now: Date, timeZone: string): ActivityDraft {
  const day = (days: number) =>
    `${localTimeOf(new Date(now.getTime() + days * 86_400_000).toISOString(), timeZone).slice(0, 10)}T00:00`;
  return {
    kind: "POINTS_MULTIPLIER",
    ...textsFrom({}),
    startsAt: day(1),
    endsAt: day(8),
    image: "",
    minTierCode: "",
    segmentId: "",
    joining: "CHOICE",
    capacity: "",
    pointsBudget: "",
    multiplier: "2",
    points: "100",
    on: "JOIN",
    goal: "ORDERS",
    target: "3",
    orderMinimum: "0",
    coupon: "",
    ...draftOfTerms(NO_TERMS),
  };
}

export function draftOfActivity(activity: ManagedActivity, timeZone: string): ActivityDraft {
  const { effect } = activity;
  const base = newDraft(new Date(activity.createdAt), timeZone);
  const limit = (value: number | null) => (value === null ? "" : String(value));
  const ownEffect =
    effect.kind === "POINTS_MULTIPLIER"
      ? { multiplier: showDecimal(effect.multiplierPct, 2) }
      : {
          points: String(effect.points),
          orderMinimum: showDecimal(effect.orderMinimumMinor, 2),
          coupon: effect.couponDefinitionId ?? "",
          ...(effect.kind === "BONUS_POINTS"
            ? { on: effect.on }
            : {
                goal: effect.goal,
                target:
                  effect.goal === "SPEND" ? showDecimal(effect.target, 2) : String(effect.target),
              }),
        };
  return {
    ...base,
    kind: effect.kind,
    ...textsFrom(activity),
    startsAt: localTimeOf(activity.startsAt, timeZone),
    endsAt: localTimeOf(activity.endsAt, timeZone),
    image: activity.image ?? "",
    minTierCode: activity.minTierCode ?? "",
    segmentId: activity.segmentId ?? "",
    joining: activity.joining,
    capacity: limit(activity.capacity),
    pointsBudget: limit(activity.pointsBudget),
    ...ownEffect,
    ...draftOfTerms(activity),
  };
}

/** What an activity would do; a figure that cannot be read counts as none. */
export function effectOf(draft: ActivityDraft): Effect {
  const points = readWhole(draft.points) ?? 0;
  const orderMinimumMinor = readDecimal(draft.orderMinimum, 2) ?? 0;
  const couponless =
    draft.coupon === "" || (draft.kind === "BONUS_POINTS" && draft.on === "EACH_ORDER");
  const once = {
    points,
    orderMinimumMinor,
    ...(!couponless && { couponDefinitionId: draft.coupon }),
  };
  switch (draft.kind) {
    case "POINTS_MULTIPLIER":
      return { kind: draft.kind, multiplierPct: readDecimal(draft.multiplier, 2) ?? 0 };
    case "BONUS_POINTS":
      return { kind: draft.kind, on: draft.on, ...once };
    case "CHALLENGE": {
      const target =
        draft.goal === "SPEND" ? readDecimal(draft.target, 2) : readWhole(draft.target);
      return { kind: draft.kind, goal: draft.goal, target: target ?? 0, ...once };
    }
  }
}

/** Where each of the procedure's fields stands in the form. */
export const shownAt: Record<string, ActivityField> = {
  "effect.multiplierPct": "multiplier",
  "effect.points": "points",
  "effect.target": "target",
  "effect.orderMinimumMinor": "orderMinimum",
  "effect.couponDefinitionId": "coupon",
  effect: "kind",
  ...termsShownAt,
};

const faults = {
  ...termFaultOf,
  image: "image",
  startsAt: "time",
  endsAt: "time",
  multiplier: "multiplier",
  points: "points",
  coupon: "coupon",
  target: "target",
  capacity: "count",
  pointsBudget: "count",
} as const;

/** The word for what the schema finds wrong in a field. */
export function faultIn(field: ActivityField) {
  return field in faults ? faults[field as keyof typeof faults] : "text";
}

/** What is wrong that the schema does not see: figures that are none, and fields beside each other. */
export function faultsOfActivity(
  draft: ActivityDraft,
  { now, timeZone }: { now: Date; timeZone: string },
) {
  const starts = instantOf(draft.startsAt, timeZone);
  const ends = instantOf(draft.endsAt, timeZone);
  const effect = effectOf(draft);
  const isMultiplier = effect.kind === "POINTS_MULTIPLIER";
  const joinBonus = effect.kind === "BONUS_POINTS" && effect.on === "JOIN";
  const isEmpty = !isMultiplier && effect.points === 0 && effect.couponDefinitionId === undefined;
  const [capacity, budget] = [limitOf(draft.capacity), limitOf(draft.pointsBudget)];
  const isSpent = typeof budget === "number" && budget < (isMultiplier ? 1 : effect.points);
  return {
    ...(ends && ends <= now.toISOString() && { endsAt: "over" as const }),
    ...(starts && ends && ends <= starts && { endsAt: "window" as const }),
    ...(!isMultiplier &&
      readDecimal(draft.orderMinimum, 2) === null && { orderMinimum: "money" as const }),
    ...(joinBonus && draft.joining !== "CHOICE" && { joining: "joining" as const }),
    ...(capacity === undefined && { capacity: "count" as const }),
    ...(budget === undefined && { pointsBudget: "count" as const }),
    ...(isEmpty && { points: "points" as const }),
    ...(isSpent && { pointsBudget: "budget" as const }),
    ...(isPerOrder(effect) && faultsOfTerms(draft)),
  };
}

/** Null for no limit, undefined for what is no number. */
function limitOf(text: string): number | null | undefined {
  if (text.trim() === "") return null;
  const value = readWhole(text);
  return value === null || value < 1 ? undefined : value;
}

/** The settings that a draft stands for; the procedure's schema judges them. */
export function settingsOf(draft: ActivityDraft, timeZone: string) {
  const typed = ACTIVITY_TEXTS.map((field) => [field, draft[field].trim()]);
  const texts = typed.filter(([, text]) => text !== "");
  return {
    ...(Object.fromEntries(texts) as TextFields<"title"> & TextFields<"description">),
    startsAt: instantOf(draft.startsAt, timeZone) ?? "",
    endsAt: instantOf(draft.endsAt, timeZone) ?? "",
    effect: effectOf(draft),
    image: draft.image.trim() === "" ? null : draft.image.trim(),
    minTierCode: draft.minTierCode === "" ? null : draft.minTierCode,
    joining: draft.joining,
    capacity: limitOf(draft.capacity) ?? null,
    pointsBudget: limitOf(draft.pointsBudget) ?? null,
    // What is earned once is judged by no single order.
    ...(isPerOrder(effectOf(draft)) ? termsOf(draft) : NO_TERMS),
    segmentId: draft.segmentId === "" ? null : draft.segmentId,
  };
}

type Settings = ReturnType<typeof settingsOf>;

/**
 * Only what was typed: a moment keeps its seconds when nobody touched it, and what may not change any
 * more is not sent again.
 */
export function changedSettings(
  before: ActivityDraft,
  after: ActivityDraft,
  timeZone: string,
): Partial<Settings> {
  const [was, is] = [settingsOf(before, timeZone), settingsOf(after, timeZone)];
  const changed = Object.entries(is).filter(
    ([name, value]) => JSON.stringify(was[name as keyof Settings]) !== JSON.stringify(value),
  );
  return Object.fromEntries(changed) as Partial<Settings>;
}
