"use client";

import { useTranslations } from "next-intl";
import { Field } from "@/ui/field";
import { Input } from "@/ui/input";
import { Textarea } from "@/ui/textarea";
import type { FieldsProps } from "./fields-props";

/** What it is called and what is said about it, in both languages. */
export function WordFields({ draft, errorOf, onChange }: FieldsProps) {
  const t = useTranslations("activityDesk");
  return (
    <fieldset className="grid items-start gap-4 sm:grid-cols-2">
      <legend className="mb-3 font-serif text-lg">{t("sections.words")}</legend>
      {(["title", "titleEn"] as const).map((field) => (
        <Field key={field} label={t(`fields.${field}`)} error={errorOf(field)}>
          {(control) => (
            <Input
              {...control}
              required
              autoComplete="off"
              maxLength={64}
              value={draft[field]}
              onChange={(event) => onChange({ [field]: event.target.value })}
            />
          )}
        </Field>
      ))}
      {(["description", "descriptionEn"] as const).map((field) => (
        <Field key={field} label={t(`fields.${field}`)} error={errorOf(field)}>
          {(control) => (
            <Textarea
              {...control}
              required
              maxLength={500}
              value={draft[field]}
              onChange={(event) => onChange({ [field]: event.target.value })}
            />
          )}
        </Field>
      ))}
    </fieldset>
  );
}
