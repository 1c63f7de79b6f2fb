"use client";

import { useTranslations } from "next-intl";
import { Checkbox } from "@/ui/checkbox";
import { Field } from "@/ui/field";
import { Input } from "@/ui/input";
import { Select } from "@/ui/select";
import { UnitInput } from "@/ui/unit-input";
import { textOfParam } from "./benefit-draft";
import { type ParamField, shownNumber } from "./param-schema";
import { useParamWords } from "./use-param-words";

interface ParamInputProps {
  field: ParamField;
  text: unknown;
  error: string | undefined;
  onChange: (text: string) => void;
}

/** One parameter, as its type describes it. */
export function ParamInput({ field, text: value, error, onChange }: ParamInputProps) {
  const t = useTranslations("benefitsDesk");
  const words = useParamWords();
  const text = textOfParam(field, value);
  const label = words.label(field.name);
  if (field.kind === "toggle") {
    return (
      <Checkbox
        label={label}
        checked={text === "true"}
        onChange={(event) => onChange(String(event.target.checked))}
      />
    );
  }
  const isBounded = field.kind === "number" && field.max < 1_000_000;
  const hints = [
    ...(isBounded
      ? [
          t("bounds", {
            min: shownNumber(field.name, field.min),
            max: shownNumber(field.name, field.max),
          }),
        ]
      : []),
    ...(field.isOptional ? [words.hint(field.name) ?? t("mayBeEmpty")] : []),
  ];
  return (
    <Field label={label} hint={hints.join(t("comma"))} error={error}>
      {(control) =>
        field.kind === "choice" ? (
          <Select {...control} value={text} onChange={(event) => onChange(event.target.value)}>
            <option value="">–</option>
            {field.choices.map((choice) => (
              <option key={choice} value={choice}>
                {choice}
              </option>
            ))}
          </Select>
        ) : field.kind === "number" ? (
          <UnitInput
            {...control}
            unit={words.unit(field.name, text)}
            value={text}
            onChange={(event) => onChange(event.target.value)}
          />
        ) : (
          <Input
            {...control}
            autoComplete="off"
            value={text}
            onChange={(event) => onChange(event.target.value)}
          />
        )
      }
    </Field>
  );
}
