"use client";

import { useTranslations } from "next-intl";
import { Button } from "@/ui/button";
import { Field } from "@/ui/field";
import { Input } from "@/ui/input";
import { isAccent, OWN_ACCENT } from "./accent";

interface AccentFieldProps {
  value: string;
  error: string | undefined;
  onChange: (typed: string) => void;
}

/** A colour by its number or by eye; empty for the product's own. */
export function AccentField({ value, error, onChange }: AccentFieldProps) {
  const t = useTranslations("brandDesk");
  return (
    <Field label={t("accent")} hint={t("accentHint")} error={error}>
      {(control) => (
        <span className="flex flex-wrap items-center gap-2">
          <Input
            {...control}
            value={value}
            placeholder={OWN_ACCENT}
            autoComplete="off"
            spellCheck={false}
            className="max-w-32"
            onChange={({ target }) => onChange(target.value)}
          />
          <input
            type="color"
            aria-label={t("accentPick")}
            value={isAccent(value) ? value.toLowerCase() : OWN_ACCENT}
            onChange={({ target }) => onChange(target.value)}
            className="size-11 cursor-pointer rounded-md border border-line-strong bg-surface p-1"
          />
          {value === "" ? null : (
            <Button size="sm" onClick={() => onChange("")}>
              {t("accentReset")}
            </Button>
          )}
        </span>
      )}
    </Field>
  );
}
