"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { useFormats } from "@/i18n/use-formats";
import type { AttributeView } from "@/modules/segments/schema/labels";
import type { Condition } from "@/modules/segments/schema/rule";
import { textIn } from "@/platform/texts";
import { Button } from "@/ui/button";
import { Checkbox } from "@/ui/checkbox";
import { chipClass } from "@/ui/chip-class";
import { DateInput } from "@/ui/date-input";
import { Field } from "@/ui/field";
import { Input } from "@/ui/input";
import { Select } from "@/ui/select";
import { type ConditionDraft, conditionOf, FIELDS, newCondition, wayOf } from "./segment-draft";

export interface Choices {
  tiers: readonly { code: string; name: string }[];
  activities: readonly { activityId: string; title: string }[];
  attributes: readonly AttributeView[];
}

interface ConditionFieldsProps {
  choices: Choices;
  onAdd: (condition: Condition) => void;
}

/** One condition more: what it is about, and what of that. */
export function ConditionFields({ choices, onAdd }: ConditionFieldsProps) {
  const t = useTranslations("segments");
  const [draft, setDraft] = useState(() => newCondition("tier"));
  const [isFaulty, setFaulty] = useState(false);
  const attribute = choices.attributes.find(({ key }) => key === draft.key);
  const way = wayOf(draft.field, attribute?.kind);
  const change = (changed: Partial<ConditionDraft>) => {
    setFaulty(false);
    setDraft({ ...draft, ...changed });
  };
  const offered = FIELDS.filter(
    (field) =>
      (field !== "attribute" || choices.attributes.length > 0) &&
      (field !== "activity" || choices.activities.length > 0),
  );

  function add(): void {
    const made = conditionOf(draft, way);
    setFaulty(made === null);
    if (made === null) return;
    onAdd(made);
    setDraft(newCondition(draft.field));
  }

  return (
    <div className="space-y-4 rounded-lg bg-sunken p-4">
      <div className="grid items-start gap-4 sm:grid-cols-2">
        <Field label={t("field")} error={isFaulty ? t("faulty") : undefined}>
          {(control) => (
            <Select
              {...control}
              value={draft.field}
              onChange={(event) => {
                setFaulty(false);
                setDraft(newCondition(event.target.value as Condition["field"]));
              }}
            >
              {offered.map((field) => (
                <option key={field} value={field}>
                  {t(`fields.${field}`)}
                </option>
              ))}
            </Select>
          )}
        </Field>
        {draft.field === "attribute" ? (
          <AttributeSelect draft={draft} choices={choices} onChange={change} />
        ) : null}
        <ValueFields
          draft={draft}
          way={way}
          choices={choices}
          attribute={attribute}
          onChange={change}
        />
      </div>
      <div className="flex flex-wrap items-center justify-between gap-3">
        <Checkbox
          label={t("negate")}
          checked={draft.isNot}
          onChange={(event) => change({ isNot: event.target.checked })}
        />
        <Button size="sm" type="button" onClick={add}>
          {t("add")}
        </Button>
      </div>
    </div>
  );
}

interface PartProps {
  draft: ConditionDraft;
  choices: Choices;
  onChange: (changed: Partial<ConditionDraft>) => void;
}

function AttributeSelect({ draft, choices, onChange }: PartProps) {
  const t = useTranslations("segments");
  const { locale } = useFormats();
  return (
    <Field label={t("key")}>
      {(control) => (
        <Select
          {...control}
          value={draft.key}
          onChange={(event) =>
            onChange({ key: event.target.value, min: "", max: "", words: "", chosen: [] })
          }
        >
          <option value="" />
          {choices.attributes.map(({ key, name }) => (
            <option key={key} value={key}>
              {textIn(name, locale)}
            </option>
          ))}
        </Select>
      )}
    </Field>
  );
}

interface ValueFieldsProps extends PartProps {
  way: ReturnType<typeof wayOf>;
  attribute: AttributeView | undefined;
}

function ValueFields({ draft, way, choices, attribute, onChange }: ValueFieldsProps) {
  const t = useTranslations("segments");
  switch (way) {
    case "NOTHING":
      return null;
    case "WORDS":
      return (
        <Field label={t("words")} hint={t("wordsHint")}>
          {(control) => (
            <Input
              {...control}
              value={draft.words}
              onChange={(event) => onChange({ words: event.target.value })}
            />
          )}
        </Field>
      );
    case "CHOICE":
      return (
        <ChoiceChips draft={draft} choices={choices} attribute={attribute} onChange={onChange} />
      );
    case "DATES":
      return (["min", "max"] as const).map((side) => (
        <Field key={side} label={t(side === "min" ? "from" : "until")}>
          {(control) => (
            <DateInput
              {...control}
              value={draft[side]}
              onChange={(value) => onChange({ [side]: value })}
            />
          )}
        </Field>
      ));
    default:
      return (
        <div className="grid grid-cols-2 gap-4">
          {(["min", "max"] as const).map((side) => (
            <Field key={side} label={t(side)}>
              {(control) => (
                <Input
                  {...control}
                  inputMode="decimal"
                  value={draft[side]}
                  onChange={(event) => onChange({ [side]: event.target.value })}
                />
              )}
            </Field>
          ))}
        </div>
      );
  }
}

function ChoiceChips({ draft, choices, attribute, onChange }: Omit<ValueFieldsProps, "way">) {
  const t = useTranslations("segments");
  const offered = useOffered(draft.field, choices, attribute);
  const { chosen } = draft;
  return (
    <fieldset className="flex flex-wrap gap-2 sm:col-span-2">
      <legend className="mb-1.5 text-ink-faint text-sm">{t("words")}</legend>
      {offered.map(({ value, label }) => {
        const isChosen = chosen.includes(value);
        return (
          <button
            key={value}
            type="button"
            aria-pressed={isChosen}
            className={chipClass(isChosen)}
            onClick={() =>
              onChange({
                chosen: isChosen ? chosen.filter((one) => one !== value) : [...chosen, value],
              })
            }
          >
            {label}
          </button>
        );
      })}
    </fieldset>
  );
}

const SCORES = ["R", "F", "M"].flatMap((name) => [1, 2, 3, 4, 5].map((score) => `${name}${score}`));
const MONTHS = Array.from({ length: 12 }, (_, at) => at + 1);

function useOffered(
  field: Condition["field"],
  choices: Choices,
  attribute: AttributeView | undefined,
): { value: string; label: string }[] {
  const t = useTranslations("segments");
  const { locale } = useFormats();
  switch (field) {
    case "tier":
      return choices.tiers.map(({ code, name }) => ({ value: code, label: name }));
    case "status":
      return (["ACTIVE", "FROZEN"] as const).map((value) => ({
        value,
        label: t(`statuses.${value}`),
      }));
    case "birthday":
      return [
        ...(["THIS", "NEXT"] as const).map((value) => ({ value, label: t(`months.${value}`) })),
        ...MONTHS.map((month) => ({ value: String(month), label: t("month", { month }) })),
      ];
    case "rfm":
      return SCORES.map((value) => ({ value, label: value }));
    case "activity":
      return choices.activities.map(({ activityId, title }) => ({
        value: activityId,
        label: title,
      }));
    default:
      if (attribute?.kind === "BOOLEAN") {
        return (["true", "false"] as const).map((value) => ({ value, label: t(`bool.${value}`) }));
      }
      return (attribute?.choices ?? []).map(({ value, name }) => ({
        value,
        label: textIn(name, locale),
      }));
  }
}
