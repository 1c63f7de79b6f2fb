"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { LoadFailed } from "@/app/shell/load-failed";
import type { ProgramRules } from "@/modules/program/schema/rules";
import { type Outputs, useTRPC } from "@/trpc/client";
import { classNames } from "@/ui/class-names";
import { PanelSection } from "@/ui/panel";
import { SkeletonRows } from "@/ui/skeleton";
import { showToast } from "@/ui/toast-store";
import { useUnsavedWork } from "@/ui/unsaved-work";
import { PublishBar } from "./publish-bar";
import { PublishDialog } from "./publish-dialog";
import { draftOf, type RuleDraft, ruleFault, rulesOf } from "./rule-draft";
import { RuleField } from "./rule-field";
import { type RulePath, type RuleSection, rulePaths, ruleSections, unitOf } from "./rule-fields";
import { useRuleExamples } from "./use-rule-examples";
import { useRuleWords } from "./use-rule-words";

interface RulesEditorProps {
  canPublish: boolean;
  tiers: readonly { name: string; multiplierPct: number }[];
}

/** The rules in force as forms: nothing changes before it was looked at once more and reasoned. */
export function RulesEditor({ canPublish, tiers }: RulesEditorProps) {
  const t = useTranslations("program");
  const trpc = useTRPC();
  const query = useQuery(trpc.program.current.queryOptions({}));
  if (query.isError && !query.data) {
    return (
      <LoadFailed error={query.error} pending={query.isFetching} onRetry={() => query.refetch()} />
    );
  }
  if (!query.data) return <SkeletonRows label={t("loading")} />;
  return (
    <>
      {query.isError ? (
        <LoadFailed
          stale
          error={query.error}
          pending={query.isFetching}
          onRetry={() => query.refetch()}
        />
      ) : null}
      <RulesForm
        current={query.data}
        canPublish={canPublish}
        tiers={tiers}
        onReload={() => query.refetch()}
      />
    </>
  );
}

interface RulesFormProps extends RulesEditorProps {
  current: Outputs["program"]["current"];
  onReload: () => Promise<unknown>;
}

function RulesForm({ current, canPublish, tiers, onReload }: RulesFormProps) {
  const t = useTranslations("program");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const words = useRuleWords();
  const examples = useRuleExamples(tiers);
  // Only what was typed: the rest follows the version in force, also when somebody publishes one.
  const [typed, setTyped] = useState<Partial<RuleDraft>>({});
  const [publishing, setPublishing] = useState(false);
  const draft: RuleDraft = { ...draftOf(current.rules), ...typed };
  const faulty = rulePaths.some((path) => ruleFault(path, draft[path]));
  const nextRules: ProgramRules = faulty ? current.rules : rulesOf(current.rules, draft);
  const changes = words.changes(current.rules, nextRules);
  const isPeriodChanged = changes.some(({ key }) => key === "tiers.qualifyingPeriod");
  const publish = useMutation(
    trpc.program.publishRules.mutationOptions({
      onSuccess: async ({ versionId }) => {
        const words = versionId === null ? t("waits") : t("published", { version: versionId });
        showToast("good", words);
        await queryClient.invalidateQueries();
        setPublishing(false);
        setTyped({});
      },
    }),
  );

  useUnsavedWork((faulty || changes.length > 0) && !publish.isPending);

  const changed = ruleSections.filter((section) =>
    changes.some(({ key }) => key.startsWith(`${section}.`)),
  );
  const sections = Object.fromEntries(changed.map((section) => [section, nextRules[section]]));

  function send(reason: string): void {
    publish.mutate({ expectedVersion: current.versionId, reason, ...sections });
  }

  const readable = (section: RuleSection): ProgramRules | null => {
    const isFaulty = rulePaths.some(
      (path) => path.startsWith(`${section}.`) && ruleFault(path, draft[path]),
    );
    return isFaulty ? null : rulesOf(current.rules, draft);
  };

  return (
    <>
      <div className="space-y-5">
        {ruleSections.map((section) => {
          const rules = readable(section);
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
                        readOnly={!canPublish}
                        onChange={(text) => setTyped({ ...typed, [path]: text })}
                      />
                    </div>
                  ))}
              </div>
              <ul
                aria-live="polite"
                className="tabular mt-5 space-y-1 rounded-md bg-sunken px-4 py-3 text-ink-soft text-sm"
              >
                {(rules ? examples(section, rules) : [t("examples.waiting")]).map((line) => (
                  <li key={line}>{line}</li>
                ))}
              </ul>
            </PanelSection>
          );
        })}
      </div>
      {canPublish ? (
        <PublishBar
          count={changes.length}
          faulty={faulty}
          dirty={Object.keys(typed).length > 0}
          onDiscard={() => setTyped({})}
          onPublish={() => setPublishing(true)}
        />
      ) : null}
      {publishing ? (
        <PublishDialog
          changes={changes}
          effects={isPeriodChanged ? [t("effects.period")] : []}
          // The other sections leave every member in their tier.
          edit={
            changed.includes("tiers")
              ? { expectedVersion: current.versionId, rules: sections }
              : null
          }
          error={publish.error}
          pending={publish.isPending}
          onPublish={send}
          onReload={async () => {
            await onReload();
            publish.reset();
          }}
          onClose={() => {
            publish.reset();
            setPublishing(false);
          }}
        />
      ) : null}
    </>
  );
}
