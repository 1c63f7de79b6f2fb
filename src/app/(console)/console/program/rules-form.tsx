"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import type { ProgramRules } from "@/modules/program/schema/rules";
import { classNames } from "@/ui/class-names";
import { PanelSection } from "@/ui/panel";
import { useUnsavedWork } from "@/ui/unsaved-work";
import type { Change } from "./change";
import { PublishBar } from "./publish-bar";
import { draftOf, type RuleDraft, ruleFault, rulesOf } from "./rule-draft";
import { RuleField } from "./rule-field";
import { type RulePath, type RuleSection, rulePaths, ruleSections, unitOf } from "./rule-fields";
import { useRuleExamples } from "./use-rule-examples";
import { useRuleWords } from "./use-rule-words";

/** What was typed over the rules, looked at once more. */
export interface TypedRules {
  changes: readonly Change[];
  changed: readonly RuleSection[];
  rules: ProgramRules;
  /** It is where it should be. */
  onDone: () => void;
  onClose: () => void;
}

interface RulesFormProps {
  rules: ProgramRules;
  canEdit: boolean;
  tiers: readonly { name: string; multiplierPct: number }[];
  /** Of the last step, where it is another one than publishing. */
  submit?: string;
  lastStep: (typed: TypedRules) => ReactNode;
}

/** Rules as forms: nothing changes before it was looked at once more. */
export function RulesForm({ rules: known, canEdit, tiers, submit, lastStep }: RulesFormProps) {
  const t = useTranslations("program");
  const words = useRuleWords();
  const examples = useRuleExamples(tiers);
  // Only what was typed: the rest follows what is known, also when somebody else changes that.
  const [typed, setTyped] = useState<Partial<RuleDraft>>({});
  const [isLast, setLast] = useState(false);
  const draft: RuleDraft = { ...draftOf(known), ...typed };
  const faulty = rulePaths.some((path) => ruleFault(path, draft[path]));
  const rules: ProgramRules = faulty ? known : rulesOf(known, draft);
  const changes = words.changes(known, rules);
  const changed = ruleSections.filter((section) =>
    changes.some(({ key }) => key.startsWith(`${section}.`)),
  );

  useUnsavedWork(faulty || changes.length > 0);

  const readable = (section: RuleSection): ProgramRules | null => {
    const isFaulty = rulePaths.some(
      (path) => path.startsWith(`${section}.`) && ruleFault(path, draft[path]),
    );
    return isFaulty ? null : rulesOf(known, draft);
  };

  function finish(): void {
    setLast(false);
    setTyped({});
  }

  return (
    <>
      <div className="space-y-5">
        {ruleSections.map((section) => {
          const shown = readable(section);
          return (
            <PanelSection key={section} id={section} title={t(`sections.${section}`)}>
              <div className="grid items-start gap-x-6 gap-y-4 sm:grid-cols-2 xl:grid-cols-3">
                {rulePaths
                  .filter((path) => path.startsWith(`${section}.`))
                  .map((path: RulePath) => (
                    <div
                      key={path}
                      className={classNames(
                        ["toggle", "goods", "rates"].includes(unitOf(path)) &&
                          "border-line border-t pt-2 sm:col-span-full",
                      )}
                    >
                      <RuleField
                        path={path}
                        text={draft[path]}
                        readOnly={!canEdit}
                        onChange={(text) => setTyped({ ...typed, [path]: text })}
                      />
                    </div>
                  ))}
              </div>
              <ul
                aria-live="polite"
                className="tabular mt-5 space-y-1 rounded-md bg-sunken px-4 py-3 text-ink-soft text-sm"
              >
                {(shown ? examples(section, shown) : [t("examples.waiting")]).map((line) => (
                  <li key={line}>{line}</li>
                ))}
              </ul>
            </PanelSection>
          );
        })}
      </div>
      {canEdit ? (
        <PublishBar
          count={changes.length}
          faulty={faulty}
          dirty={Object.keys(typed).length > 0}
          submit={submit}
          onDiscard={() => setTyped({})}
          onPublish={() => setLast(true)}
        />
      ) : null}
      {isLast
        ? lastStep({ changes, changed, rules, onDone: finish, onClose: () => setLast(false) })
        : null}
    </>
  );
}
