import {
  type Frequency,
  HOURS_MAX,
  type Span,
  type Stacking,
  type Terms,
} from "@/modules/activities/schema/terms";
import { readWhole } from "../figures";
import { goodsWords, type ScopeDraft, scopeDraft, scopeFaults, scopeOf } from "../scope-draft";

/** By what single orders are judged, as it stands in the form. */

export interface SpanDraft {
  weekdays: number[];
  from: string;
  until: string;
}

export interface TermsDraft {
  /** JSON of a ScopeDraft and of SpanDrafts: each is one field of the form. */
  scope: string;
  hours: string;
  /** Empty: any number of orders. */
  frequencyLimit: string;
  frequencyPer: Frequency["per"];
  stackingMode: Stacking["mode"];
  stackingGroup: string;
  priority: string;
}

const EVERYTHING = scopeDraft({
  include: { categories: [], brands: [], skus: [] },
  exclude: { categories: [], brands: [], skus: [] },
  channels: [],
  stores: [],
});

export const NEW_SPAN: SpanDraft = { weekdays: [3], from: "18:00", until: "22:00" };

export { HOURS_MAX };

export const scopeIn = ({ scope }: Pick<TermsDraft, "scope">) => JSON.parse(scope) as ScopeDraft;
export const hoursIn = ({ hours }: Pick<TermsDraft, "hours">) => JSON.parse(hours) as SpanDraft[];

export function draftOfTerms({ scope, hours, frequency, stacking }: Terms): TermsDraft {
  const isOfGroup = stacking.mode === "PRIORITY";
  return {
    scope: JSON.stringify(scope ? scopeDraft(scope) : EVERYTHING),
    hours: JSON.stringify(hours ?? []),
    frequencyLimit: frequency ? String(frequency.limit) : "",
    frequencyPer: frequency?.per ?? "day",
    stackingMode: stacking.mode,
    stackingGroup: isOfGroup ? stacking.group : "",
    priority: isOfGroup ? String(stacking.priority) : "1",
  };
}

/** `clockIn("9:00")` → "09:00", also of full-width signs; as it is where it is no time. */
function clockIn(typed: string): string {
  const [, hour, minute] = /^(\d{1,2}):(\d{2})$/.exec(typed.normalize("NFKC").trim()) ?? [];
  return hour === undefined ? typed.trim() : `${hour.padStart(2, "0")}:${minute}`;
}

const spanOf = ({ weekdays, from, until }: SpanDraft): Span => ({
  weekdays: [...weekdays].sort((a, b) => a - b),
  from: clockIn(from),
  until: clockIn(until),
});

/** What a draft stands for; the procedure's schema judges it. */
export function termsOf(draft: TermsDraft): Omit<Terms, "segmentId"> {
  const scope = scopeIn(draft);
  const hours = hoursIn(draft);
  const limit = draft.frequencyLimit.trim() === "" ? null : (readWhole(draft.frequencyLimit) ?? 0);
  return {
    scope: goodsWords.every((name) => scope[name].trim() === "") ? null : scopeOf(scope),
    hours: hours.length === 0 ? null : hours.map(spanOf),
    frequency: limit === null ? null : { limit, per: draft.frequencyPer },
    stacking: stackingOf(draft),
  };
}

function stackingOf({ stackingMode: mode, stackingGroup, priority }: TermsDraft): Stacking {
  if (mode !== "PRIORITY") return { mode };
  return { mode, group: stackingGroup.trim(), priority: readWhole(priority) ?? 0 };
}

/** Faults that lie within one field of the form. */
export function faultsOfTerms(draft: TermsDraft) {
  return { ...(scopeFaults(scopeIn(draft)).size > 0 && { scope: "scope" as const }) };
}

/** Where each of the procedure's fields stands in the form. */
export const termsShownAt = {
  "frequency.limit": "frequencyLimit",
  frequency: "frequencyLimit",
  "stacking.group": "stackingGroup",
  "stacking.priority": "priority",
  stacking: "stackingMode",
} as const;

/** The word for what is wrong in each. */
export const termFaultOf = {
  scope: "scope",
  hours: "hours",
  frequencyLimit: "times",
  stackingGroup: "group",
  priority: "times",
} as const;
