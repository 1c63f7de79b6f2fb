"use client";

import { useTranslations } from "next-intl";
import { Button } from "@/ui/button";
import { Field } from "@/ui/field";
import { Input } from "@/ui/input";
import { type CartDraft, type LineDraft, lineOf } from "./trial-cart";

interface CartFieldsProps {
  draft: CartDraft;
  onChange: (draft: CartDraft) => void;
}

/** The order that is tried: an amount alone, or its lines. */
export function CartFields({ draft, onChange }: CartFieldsProps) {
  const t = useTranslations("program.trial");
  const set = (changes: Partial<CartDraft>) => onChange({ ...draft, ...changes });
  const { lines } = draft;
  const add = () =>
    set({ lines: [...lines, lineOf(Math.max(0, ...lines.map(({ key }) => key)) + 1)] });
  const text = (name: "amount" | "shipping" | "channel" | "coupons", hint?: string) => (
    <Field label={t(`fields.${name}`)} hint={hint}>
      {(control) => (
        <Input
          {...control}
          autoComplete="off"
          inputMode={name === "amount" || name === "shipping" ? "decimal" : "text"}
          value={draft[name]}
          onChange={({ target }) => set({ [name]: target.value })}
        />
      )}
    </Field>
  );
  return (
    <div className="space-y-4">
      <div className="grid gap-4 sm:grid-cols-2">
        {lines.length === 0 ? text("amount") : null}
        {text("shipping")}
        {text("channel")}
        {text("coupons", t("couponsHint"))}
      </div>
      {lines.map((line, at) => (
        <LineFields
          key={line.key}
          line={line}
          at={at}
          onChange={(next) => set({ lines: lines.with(at, next) })}
          onRemove={() => set({ lines: lines.toSpliced(at, 1) })}
        />
      ))}
      <Button size="sm" onClick={add}>
        {t("addLine")}
      </Button>
    </div>
  );
}

interface LineFieldsProps {
  line: LineDraft;
  at: number;
  onChange: (line: LineDraft) => void;
  onRemove: () => void;
}

function LineFields({ line, at, onChange, onRemove }: LineFieldsProps) {
  const t = useTranslations("program.trial");
  const names = ["sku", "category", "quantity", "price"] as const;
  return (
    <fieldset className="rounded-md border border-line px-4 py-3">
      <legend className="px-1 text-ink-soft text-sm">{t("line", { number: at + 1 })}</legend>
      <div className="grid grid-cols-2 gap-3 sm:grid-cols-4">
        {names.map((name) => (
          <Field key={name} label={t(`fields.${name}`)}>
            {(control) => (
              <Input
                {...control}
                autoComplete="off"
                inputMode={name === "quantity" ? "numeric" : name === "price" ? "decimal" : "text"}
                value={line[name]}
                onChange={({ target }) => onChange({ ...line, [name]: target.value })}
              />
            )}
          </Field>
        ))}
      </div>
      <Button size="sm" className="mt-3" onClick={onRemove}>
        {t("removeLine")}
      </Button>
    </fieldset>
  );
}
