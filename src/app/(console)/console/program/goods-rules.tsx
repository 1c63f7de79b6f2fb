"use client";

import { useTranslations } from "next-intl";
import { Button } from "@/ui/button";
import { Field } from "@/ui/field";
import { Input } from "@/ui/input";
import { Select } from "@/ui/select";
import { UnitInput } from "@/ui/unit-input";
import { ScopeFields } from "../scope-fields";
import { type GoodsDraft, goodsDrafts, goodsFaults, NEW_RULE } from "./goods-draft";

const RULES_MAX = 30;

interface GoodsRulesProps {
  text: string;
  readOnly: boolean;
  onChange: (text: string) => void;
}

/** Rules about certain goods, in the order in which they are asked. */
export function GoodsRules({ text, readOnly, onChange }: GoodsRulesProps) {
  const t = useTranslations("program.goodsRules");
  const drafts = goodsDrafts(text);
  const change = (next: GoodsDraft[]) => onChange(JSON.stringify(next));
  return (
    <div className="space-y-4">
      <div>
        <h3 className="font-medium text-ink text-sm">{t("title")}</h3>
        <p className="text-ink-faint text-sm">{t("hint")}</p>
      </div>
      <ol className="space-y-4">
        {drafts.map((draft, index) => (
          <li
            // biome-ignore lint/suspicious/noArrayIndexKey: a rule is its place; it has no other name while it is typed
            key={index}
            className="rounded-md border border-line p-4"
          >
            <GoodsRuleFields
              draft={draft}
              place={index + 1}
              readOnly={readOnly}
              onChange={(next) => change(drafts.with(index, next))}
            />
            {readOnly ? null : (
              <div className="mt-3 flex gap-2">
                <Button
                  size="sm"
                  variant="quiet"
                  disabled={index === 0}
                  onClick={() => change(drafts.toSpliced(index, 1).toSpliced(index - 1, 0, draft))}
                >
                  {t("earlier", { place: index + 1 })}
                </Button>
                <Button
                  size="sm"
                  variant="quiet"
                  onClick={() => change(drafts.toSpliced(index, 1))}
                >
                  {t("remove", { place: index + 1 })}
                </Button>
              </div>
            )}
          </li>
        ))}
      </ol>
      {readOnly ? null : (
        <Button
          size="sm"
          disabled={drafts.length >= RULES_MAX}
          onClick={() => change([...drafts, NEW_RULE])}
        >
          {t("add")}
        </Button>
      )}
    </div>
  );
}

interface GoodsRuleFieldsProps {
  draft: GoodsDraft;
  place: number;
  readOnly: boolean;
  onChange: (draft: GoodsDraft) => void;
}

function GoodsRuleFields({ draft, place, readOnly, onChange }: GoodsRuleFieldsProps) {
  const t = useTranslations("program.goodsRules");
  const faults = goodsFaults(draft);
  const faultOf = (field: string, words: string) => (faults.has(field) ? words : undefined);
  return (
    <fieldset>
      <legend className="sr-only">{t("rule", { place })}</legend>
      <div className="grid items-start gap-4 sm:grid-cols-2 xl:grid-cols-3">
        <Field label={t("label")} error={faultOf("label", t("labelFault"))}>
          {(control) => (
            <Input
              {...control}
              value={draft.label}
              readOnly={readOnly}
              onChange={(event) => onChange({ ...draft, label: event.target.value })}
            />
          )}
        </Field>
        <Field label={t("kind")}>
          {(control) => (
            <Select
              {...control}
              value={draft.kind}
              disabled={readOnly}
              onChange={(event) =>
                onChange({ ...draft, kind: event.target.value as GoodsDraft["kind"] })
              }
            >
              <option value="PERCENT">{t("kinds.PERCENT")}</option>
              <option value="PER_PIECE">{t("kinds.PER_PIECE")}</option>
            </Select>
          )}
        </Field>
        <Field
          label={t(`much.${draft.kind}`)}
          error={faultOf("much", t(`muchFault.${draft.kind}`))}
        >
          {(control) => (
            <UnitInput
              {...control}
              unit={t(`unit.${draft.kind}`)}
              value={draft.much}
              readOnly={readOnly}
              onChange={(event) => onChange({ ...draft, much: event.target.value })}
            />
          )}
        </Field>
        <ScopeFields
          draft={draft}
          faults={faults}
          readOnly={readOnly}
          onChange={(changed) => onChange({ ...draft, ...changed })}
        />
      </div>
    </fieldset>
  );
}
