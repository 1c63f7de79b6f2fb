"use client";

import { useQuery } from "@tanstack/react-query";
import { X } from "lucide-react";
import { useTranslations } from "next-intl";
import { useFormats } from "@/i18n/use-formats";
import { useRuleWords } from "@/modules/segments/components/use-rule-words";
import type { Rule } from "@/modules/segments/schema/rule";
import { textIn } from "@/platform/texts";
import { useTRPC } from "@/trpc/client";
import { chipClass } from "@/ui/chip-class";
import { SegmentedControl } from "@/ui/segmented-control";
import { type Choices, ConditionFields } from "./condition-fields";
import { PRESETS, type Preset, presetOf } from "./segment-draft";

interface RuleEditorProps {
  rule: Rule;
  choices: Choices;
  error: string | undefined;
  onChange: (rule: Rule) => void;
}

/** The names of what conditions say by codes. */
export function namedIn({ tiers, activities, attributes }: Choices, locale: "zh-CN" | "en") {
  return {
    tiers: new Map(tiers.map(({ code, name }) => [code, name])),
    activities: new Map(activities.map(({ activityId, title }) => [activityId, title])),
    attributes: new Map(attributes.map(({ key, name }) => [key, textIn(name, locale)])),
  };
}

/** A rule as chips, whom it holds for by now, and one more condition. */
export function RuleEditor({ rule, choices, error, onChange }: RuleEditorProps) {
  const t = useTranslations("segments");
  const { locale } = useFormats();
  const words = useRuleWords(namedIn(choices, locale));
  return (
    <div className="space-y-4">
      <SegmentedControl
        label={t("match")}
        value={rule.match}
        onChange={(match) => onChange({ ...rule, match })}
        options={(["ALL", "ANY"] as const).map((value) => ({
          value,
          label: t(`matches.${value}`),
        }))}
      />
      <section aria-label={t("rule")}>
        <ul className="flex flex-wrap gap-2">
          {rule.of.map((node, at) => {
            const said = words.part(node);
            return (
              <li
                // Two chips may say the same, and none has another name.
                key={`${said} ${rule.of.slice(0, at).filter((one) => words.part(one) === said).length}`}
                className="flex items-center gap-1 rounded-full bg-sunken py-1 pr-1 pl-3 text-sm"
              >
                {said}
                <button
                  type="button"
                  className="touch rounded-full p-1 text-ink-faint hover:text-ink"
                  aria-label={t("remove", { said })}
                  onClick={() => onChange({ ...rule, of: rule.of.filter((_, one) => one !== at) })}
                >
                  <X aria-hidden="true" className="size-4" />
                </button>
              </li>
            );
          })}
        </ul>
        {error ? (
          <p role="alert" className="mt-1.5 text-seal-ink text-sm">
            {error}
          </p>
        ) : null}
      </section>
      <MatchCount rule={rule} />
      <ConditionFields
        choices={choices}
        onAdd={(condition) => onChange({ ...rule, of: [...rule.of, condition] })}
      />
      <fieldset className="flex flex-wrap gap-2">
        <legend className="mb-1.5 text-ink-faint text-sm">
          {t("views")} · {t("viewHint")}
        </legend>
        {(Object.keys(PRESETS) as Preset[]).map((name) => (
          <button
            key={name}
            type="button"
            className={chipClass(false)}
            onClick={() => onChange(presetOf(name))}
          >
            {t(`presets.${name}`)}
          </button>
        ))}
      </fieldset>
    </div>
  );
}

function MatchCount({ rule }: Pick<RuleEditorProps, "rule">) {
  const t = useTranslations("segments");
  const format = useFormats();
  const trpc = useTRPC();
  const isAsked = rule.of.length > 0;
  const query = useQuery({
    ...trpc.segments.count.queryOptions({ rule }),
    enabled: isAsked,
    retry: false,
    staleTime: 10_000,
  });
  if (!isAsked) return null;
  const { data } = query;
  const count = data ? format.points(data.members) : "";
  return (
    <p aria-live="polite" className="tabular text-ink-soft">
      {t("count")}{" "}
      <strong className="font-semibold text-ink text-lg">
        {query.isError
          ? t("countFailed")
          : data
            ? t(data.isBounded ? "atLeastCount" : "counted", { count })
            : t("counting")}
      </strong>
      {data && !data.isCurrent ? (
        <span className="block text-ink-faint text-sm">{t("stale")}</span>
      ) : null}
    </p>
  );
}
