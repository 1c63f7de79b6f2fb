import type { z } from "zod";
import { instantOf, localTimeOf } from "@/i18n/format";
import type { AutomationKind, createInput } from "@/modules/automations/schema";
import { readDecimal, showDecimal, typedWhole } from "../figures";
import { type TypedText, trimmed, typedText } from "../typed-text";
import type { Automation } from "./automations-query";

/** An automation as it stands in the form; money in yuan. */
export interface AutomationDraft {
  name: TypedText;
  definitionId: string;
  kind: AutomationKind;
  minimum: string;
  tiers: string[];
  on: "DAY" | "MONTH";
  daysBefore: string;
  days: string;
  again: string;
  limit: string;
  startsAt: string;
  endsAt: string;
  onlyTiers: string[];
  marketingOnly: boolean;
  boughtOnly: boolean;
}

export type AutomationInput = z.input<typeof createInput>;

const shown = (value: number | null | undefined) => (value ? String(value) : "");

export function draftOf(automation: Automation | null, timeZone: string): AutomationDraft {
  const trigger = automation?.trigger;
  const local = (instant: string | null | undefined) =>
    instant ? localTimeOf(instant, timeZone) : "";
  const minimum = trigger?.kind === "FIRST_ORDER" ? trigger.minimumMinor : 0;
  return {
    name: typedText(automation?.name),
    definitionId: automation?.definitionId ?? "",
    kind: trigger?.kind ?? "JOINED",
    minimum: minimum > 0 ? showDecimal(minimum, 2) : "",
    tiers: trigger?.kind === "TIER_REACHED" ? trigger.tiers : [],
    on: trigger?.kind === "BIRTHDAY" ? trigger.on : "DAY",
    daysBefore: trigger?.kind === "BIRTHDAY" ? shown(trigger.daysBefore) : "",
    days: trigger?.kind === "QUIET" ? String(trigger.days) : "60",
    again: shown(automation?.againAfterDays),
    limit: shown(automation?.totalLimit),
    startsAt: local(automation?.startsAt),
    endsAt: local(automation?.endsAt),
    onlyTiers: automation?.conditions.tiers ?? [],
    marketingOnly: automation?.conditions.marketingOnly ?? false,
    boughtOnly: automation?.conditions.boughtOnly ?? false,
  };
}

/** Of kinds that happen again; the others happen once. */
export const REPEATED: readonly AutomationKind[] = ["TIER_REACHED", "BIRTHDAY", "QUIET"];

/** Not a figure where something else was typed, so that the schema refuses it. */
const minor = (typed: string) => (typed.trim() === "" ? 0 : (readDecimal(typed, 2) ?? Number.NaN));

function triggerOf(draft: AutomationDraft): AutomationInput["trigger"] {
  const { kind } = draft;
  switch (kind) {
    case "JOINED":
      return { kind };
    case "FIRST_ORDER":
      return { kind, minimumMinor: minor(draft.minimum) };
    case "TIER_REACHED":
      return { kind, tiers: draft.tiers };
    case "BIRTHDAY": {
      const daysBefore = draft.on === "DAY" ? (typedWhole(draft.daysBefore) ?? 0) : 0;
      return { kind, on: draft.on, daysBefore };
    }
    case "QUIET":
      return { kind, days: typedWhole(draft.days) ?? 0 };
  }
}

/** What a draft stands for; the procedure's schema judges it. */
export function automationOf(draft: AutomationDraft, timeZone: string): AutomationInput {
  const { onlyTiers: tiers, marketingOnly, boughtOnly } = draft;
  return {
    name: trimmed(draft.name),
    definitionId: draft.definitionId,
    trigger: triggerOf(draft),
    conditions: { tiers, marketingOnly, boughtOnly },
    againAfterDays: REPEATED.includes(draft.kind) ? typedWhole(draft.again) : null,
    totalLimit: typedWhole(draft.limit),
    startsAt: instantOf(draft.startsAt, timeZone),
    endsAt: instantOf(draft.endsAt, timeZone),
  };
}

/** At which field of the form a fault of the input is shown. */
export const SHOWN_AT: Record<string, string> = {
  "trigger.minimumMinor": "minimum",
  "trigger.tiers": "tiers",
  "trigger.daysBefore": "daysBefore",
  "trigger.days": "days",
  "trigger.kind": "kind",
  "conditions.tiers": "onlyTiers",
  againAfterDays: "again",
  totalLimit: "limit",
};
