import { writtenLocales } from "@/i18n/config";
import { instantOf, localTimeOf } from "@/i18n/format";
import type { BenefitDefinition, BenefitQuota } from "@/modules/program/schema";
import { readWhole } from "../figures";
import { missingIn, type TypedText, trimmed, typedText } from "../typed-text";
import { type ParamField, readParam, shownParam } from "./param-schema";

export const quotaPeriods = ["order", "day", "month", "year", "lifetime"] as const;

/** A benefit as it stands in the form. */
export interface BenefitDraft {
  id: string;
  type: string;
  name: TypedText;
  enabled: boolean;
  /** Wall-clock time of the program's zone; empty for open. */
  validFrom: string;
  validUntil: string;
  /** Empty for as often as one likes. */
  quotaLimit: string;
  quotaPer: BenefitQuota["per"];
  /** By name; a number that was not touched stays as it is stored. */
  params: Record<string, unknown>;
}

export interface BenefitFault {
  field: string;
  fault: "id" | "name" | "param" | "quota" | "time" | "window";
}

export function draftOfBenefit(
  benefit: BenefitDefinition | null,
  type: string,
  timeZone: string,
): BenefitDraft {
  const local = (instant: string | null | undefined) =>
    instant ? localTimeOf(instant, timeZone) : "";
  return {
    id: benefit?.id ?? "",
    type: benefit?.type ?? type,
    name: typedText(benefit?.name),
    enabled: benefit?.enabled ?? true,
    validFrom: local(benefit?.validFrom),
    validUntil: local(benefit?.validUntil),
    quotaLimit: benefit?.quota ? String(benefit.quota.limit) : "",
    quotaPer: benefit?.quota?.per ?? "month",
    params: { ...benefit?.params },
  };
}

/** What a parameter's field shows: what was typed, else what is stored. */
export function textOfParam(field: ParamField, value: unknown): string {
  return typeof value === "string" ? value : shownParam(field, value);
}

export function faultsOfBenefit(
  draft: BenefitDraft,
  fields: readonly ParamField[],
  timeZone: string,
): BenefitFault[] {
  const faults: BenefitFault[] = [];
  const must = (holds: boolean, field: string, fault: BenefitFault["fault"]) => {
    if (!holds) faults.push({ field, fault });
  };
  must(/^[A-Z][A-Z0-9_]{0,31}$/.test(draft.id), "id", "id");
  for (const locale of missingIn(draft.name, writtenLocales)) must(false, `name.${locale}`, "name");
  for (const field of fields) {
    const value = readParam(field, textOfParam(field, draft.params[field.name]));
    must(value !== undefined, `params.${field.name}`, "param");
  }
  const limit = readWhole(draft.quotaLimit);
  const isQuota = limit !== null && limit >= 1 && limit <= 100_000;
  must(draft.quotaLimit.trim() === "" || isQuota, "quota", "quota");
  const [from, until] = [draft.validFrom, draft.validUntil].map((local) =>
    local === "" ? null : instantOf(local, timeZone),
  );
  must(draft.validFrom === "" || from !== null, "validFrom", "time");
  must(draft.validUntil === "" || until !== null, "validUntil", "time");
  if (from && until) must(until > from, "validUntil", "window");
  return faults;
}

/** The benefit that a sound draft stands for. */
export function definitionOf(
  draft: BenefitDraft,
  fields: readonly ParamField[],
  timeZone: string,
): BenefitDefinition {
  const limit = readWhole(draft.quotaLimit);
  return {
    id: draft.id,
    type: draft.type,
    name: trimmed(draft.name),
    enabled: draft.enabled,
    validFrom: instantOf(draft.validFrom, timeZone),
    validUntil: instantOf(draft.validUntil, timeZone),
    quota: limit === null ? null : { limit, per: draft.quotaPer },
    params: Object.fromEntries(
      fields.map((field) => [
        field.name,
        readParam(field, textOfParam(field, draft.params[field.name])),
      ]),
    ),
  };
}
