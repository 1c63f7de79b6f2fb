"use client";

import { useTranslations } from "next-intl";
import { Field } from "@/ui/field";
import { Input } from "@/ui/input";
import { goodsWords, type ScopeDraft } from "./scope-draft";

interface ScopeFieldsProps {
  draft: ScopeDraft;
  faults: ReadonlySet<string>;
  readOnly: boolean;
  onChange: (changed: Partial<ScopeDraft>) => void;
}

/** Which goods of which orders a rule is about, list by list. */
export function ScopeFields({ draft, faults, readOnly, onChange }: ScopeFieldsProps) {
  const t = useTranslations("program.goodsRules");
  return goodsWords.map((name) => (
    <Field
      key={name}
      label={t(`words.${name}`)}
      error={
        faults.has(name) ? (name.endsWith("kus") ? t("skusFault") : t("wordsFault")) : undefined
      }
    >
      {(control) => (
        <Input
          {...control}
          value={draft[name]}
          readOnly={readOnly}
          placeholder={t("any")}
          onChange={(event) => onChange({ [name]: event.target.value })}
        />
      )}
    </Field>
  ));
}
