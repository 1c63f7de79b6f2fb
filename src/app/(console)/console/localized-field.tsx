"use client";

import { useTranslations } from "next-intl";
import { type Locale, locales } from "@/i18n/config";
import { Field } from "@/ui/field";
import { Input } from "@/ui/input";
import { Textarea } from "@/ui/textarea";

interface LocalizedFieldProps {
  /** What it is called in a language, of which it is given the name. */
  label: (language: string) => string;
  maxLength: number | undefined;
  /** What else there is to know, said once. */
  hint?: string;
  /** In several lines. */
  isLong?: boolean;
  /** Which languages it has to be written in. */
  required: readonly Locale[];
  typedIn: (locale: Locale) => string;
  errorOf: (locale: Locale) => string | undefined;
  onChange: (locale: Locale, typed: string) => void;
}

/** A text that operators write: a field for each language of the program. */
export function LocalizedField(props: LocalizedFieldProps) {
  const { label, maxLength, hint, isLong = false, required, typedIn, errorOf, onChange } = props;
  const language = useLanguageNames();
  return locales.map((locale, at) => (
    <Field
      key={locale}
      label={label(language(locale))}
      hint={at === 0 ? hint : undefined}
      error={errorOf(locale)}
    >
      {(control) => {
        const shared = {
          ...control,
          required: required.includes(locale),
          lang: locale,
          maxLength,
          value: typedIn(locale),
        };
        return isLong ? (
          <Textarea {...shared} onChange={(event) => onChange(locale, event.target.value)} />
        ) : (
          <Input
            {...shared}
            autoComplete="off"
            onChange={(event) => onChange(locale, event.target.value)}
          />
        );
      }}
    </Field>
  ));
}

/** What a language is called where a text in it is named: 中文 as in 中文名. */
export function useLanguageNames(): (locale: Locale) => string {
  const t = useTranslations("common.languages");
  return (locale) => t(locale);
}
