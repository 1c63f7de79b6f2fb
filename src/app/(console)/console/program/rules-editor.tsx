"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { LoadFailed } from "@/app/shell/load-failed";
import { type Outputs, useTRPC } from "@/trpc/client";
import { SkeletonRows } from "@/ui/skeleton";
import { showToast } from "@/ui/toast-store";
import { editsBetween } from "../drafts/edits-between";
import { PublishDialog } from "./publish-dialog";
import { RulesForm, type TypedRules } from "./rules-form";

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
        rules={query.data.rules}
        canEdit={canPublish}
        tiers={tiers}
        lastStep={(typed) => (
          <PublishRules current={query.data} typed={typed} onReload={() => query.refetch()} />
        )}
      />
    </>
  );
}

interface PublishRulesProps {
  current: Outputs["program"]["current"];
  typed: TypedRules;
  onReload: () => Promise<unknown>;
}

function PublishRules({ current, typed, onReload }: PublishRulesProps) {
  const t = useTranslations("program");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const { changes, changed, rules, onDone, onClose } = typed;
  const { versionId: expectedVersion } = current;
  const publish = useMutation(
    trpc.program.publishRules.mutationOptions({
      onSuccess: async ({ versionId }) => {
        const words = versionId === null ? t("waits") : t("published", { version: versionId });
        showToast("good", words);
        await queryClient.invalidateQueries();
        onDone();
      },
    }),
  );
  const isPeriodChanged = changes.some(({ key }) => key === "tiers.qualifyingPeriod");
  const sections = Object.fromEntries(changed.map((section) => [section, rules[section]]));
  return (
    <PublishDialog
      changes={changes}
      effects={isPeriodChanged ? [t("effects.period")] : []}
      // The other sections leave every member in their tier.
      edit={changed.includes("tiers") ? { expectedVersion, rules: sections } : null}
      draft={{ edits: editsBetween({ rules: current.rules }, { rules }), onKept: onDone }}
      error={publish.error}
      pending={publish.isPending}
      onPublish={(reason) => publish.mutate({ expectedVersion, reason, ...sections })}
      onReload={async () => {
        await onReload();
        publish.reset();
      }}
      onClose={onClose}
    />
  );
}
