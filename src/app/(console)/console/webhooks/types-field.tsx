"use client";

import { useTranslations } from "next-intl";
import { useId } from "react";
import { Checkbox } from "@/ui/checkbox";
import { SegmentedControl } from "@/ui/segmented-control";

const groups = [
  "member",
  "points",
  "tier",
  "benefit",
  "coupon",
  "activity",
  "reward",
  "order",
  "program",
  "ledger",
] as const;

interface TypesFieldProps {
  known: readonly string[];
  /** Null for all, also those to come. */
  chosen: readonly string[] | null;
  error: string | undefined;
  onChange: (chosen: readonly string[] | null) => void;
}

/** Which events: all of them, or those ticked, by what they are about. */
export function TypesField({ known, chosen, error, onChange }: TypesFieldProps) {
  const t = useTranslations("webhooks");
  const id = useId();
  const groupOf = (type: string) => groups.find((group) => type.startsWith(`${group}.`)) ?? "other";
  const shown = [...groups, "other" as const]
    .map((group) => ({ group, types: known.filter((type) => groupOf(type) === group) }))
    .filter(({ types }) => types.length > 0);

  function tick(type: string, on: boolean): void {
    const others = (chosen ?? []).filter((other) => other !== type);
    onChange(on ? [...others, type] : others);
  }

  return (
    <div>
      <SegmentedControl
        label={t("form.which")}
        value={chosen === null ? "all" : "some"}
        onChange={(choice) => onChange(choice === "all" ? null : [])}
        options={[
          { value: "all", label: t("form.all") },
          { value: "some", label: t("form.some") },
        ]}
      />
      {error ? (
        <p id={`${id}-error`} className="mt-2 text-seal-ink text-sm">
          {error}
        </p>
      ) : null}
      {chosen === null ? null : (
        <div className="mt-3 grid gap-x-6 gap-y-3 sm:grid-cols-2">
          {shown.map(({ group, types }) => (
            <fieldset key={group} aria-describedby={error ? `${id}-error` : undefined}>
              <legend className="text-ink-faint text-sm">{t(`groups.${group}`)}</legend>
              {types.map((type) => (
                <Checkbox
                  key={type}
                  label={<code className="text-sm">{type}</code>}
                  checked={chosen.includes(type)}
                  aria-invalid={error ? true : undefined}
                  onChange={(event) => tick(type, event.target.checked)}
                />
              ))}
            </fieldset>
          ))}
        </div>
      )}
    </div>
  );
}
