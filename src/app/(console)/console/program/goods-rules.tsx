"use client";

import { useTranslations } from "next-intl";
import { Field } from "@/ui/field";
import { Input } from "@/ui/input";
import { Select } from "@/ui/select";
import { UnitInput } from "@/ui/unit-input";
import { ScopeFields } from "../scope-fields";
import { type GoodsDraft, goodsDrafts, goodsFaults, NEW_RULE } from "./goods-draft";
import { TypedList } from "./typed-list";

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
  return (
    <div className="space-y-4">
      <div>
        <h3 className="font-medium text-ink text-sm">{t("title")}</h3>
        <p className="text-ink-faint text-sm">{t("hint")}</p>
      </div>
      <TypedList
        drafts={drafts}
        fresh={NEW_RULE}
        most={RULES_MAX}
        readOnly={readOnly}
        words={{
          add: t("add"),
          remove: (place) => t("remove", { place }),
          earlier: (place) => t("earlier", { place }),
        }}
        itemClassName="rounded-md border border-line p-4"
        onChange={(next) => onChange(JSON.stringify(next))}
      >
        {({ draft, index, change, acts }) => (
          <>
            <GoodsRuleFields
              draft={draft}
              place={index + 1}
              readOnly={readOnly}
              onChange={change}
            />
            {acts ? <div className="mt-3">{acts}</div> : null}
          </>
        )}
      </TypedList>
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
