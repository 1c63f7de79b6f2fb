import { instantOf, localTimeOf } from "@/i18n/format";
import type { BenefitDefinition, BenefitQuota } from "@/modules/program/schema/rules";
import { readWhole } from "../figures";
import { type TypedText, trimmed, typedText } from "../typed-text";
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

/** What is wrong that the schema does not see: what cannot be read, and moments beside each other. */
export function faultsOfBenefit(
  draft: BenefitDraft,
  fields: readonly ParamField[],
  timeZone: string,
): Record<string, "param" | "quota" | "time" | "window"> {
  const broken = fields.filter(
    (field) => readParam(field, textOfParam(field, draft.params[field.name])) === undefined,
  );
  const [from, until] = [draft.validFrom, draft.validUntil].map((local) =>
    local === "" ? undefined : instantOf(local, timeZone),
  );
  const { quotaLimit } = draft;
  return {
    ...Object.fromEntries(broken.map(({ name }) => [`params.${name}`, "param" as const])),
    ...(quotaLimit.trim() !== "" && readWhole(quotaLimit) === null && { quota: "quota" as const }),
    ...(from === null && { validFrom: "time" as const }),
    ...(until === null && { validUntil: "time" as const }),
    ...(from && until && until <= from && { validUntil: "window" as const }),
  };
}

/** The word for what the schema finds wrong in a field. */
export function faultIn(field: string) {
  return field === "id" || field === "quota" ? field : "name";
}

/** The benefit that a draft stands for; the procedure's schema judges it. */
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
