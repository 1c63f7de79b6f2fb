"use client";

import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { LoadFailed } from "@/app/shell/load-failed";
import { PagedList } from "@/app/shell/paged-list";
import { useActorNames } from "@/app/shell/use-actor-names";
import { useFormats } from "@/i18n/use-formats";
import { textIn } from "@/platform/texts";
import { useTRPC, useTRPCClient } from "@/trpc/client";
import { pagedOptions } from "@/trpc/paged-options";
import { Badge } from "@/ui/badge";
import { EmptyState } from "@/ui/empty-state";
import { SkeletonRows } from "@/ui/skeleton";
import { useBenefitChanges } from "../benefits/use-benefit-changes";
import { ExportButton } from "../drafts/export-button";
import { useLadderWords } from "../tiers/use-ladder-words";
import { ChangeList } from "./change-list";
import { RollBack } from "./roll-back";
import { useRuleWords } from "./use-rule-words";
import { versionsInput } from "./versions-query";

/** Every version that ever decided: when, who, why, and what it made different. */
export function VersionHistory({ canPublish }: { canPublish: boolean }) {
  const t = useTranslations("program.history");
  const format = useFormats();
  const trpc = useTRPC();
  const client = useTRPCClient();
  const query = useInfiniteQuery(
    pagedOptions(trpc.program.versions.infiniteQueryKey(versionsInput), (cursor) =>
      client.program.versions.query({ ...versionsInput, ...cursor }),
    ),
  );
  const actorName = useActorNames(
    query.data?.pages.flatMap(({ items }) => items.map(({ actor }) => actor)) ?? [],
  );
  return (
    <PagedList query={query} empty={<EmptyState title={t("empty")} />}>
      {(versions) => (
        <ol>
          {versions.map((version, index) => (
            <li
              key={version.versionId}
              className="border-line border-b py-3.5 first:pt-0 last:border-0"
            >
              <p className="flex flex-wrap items-center gap-x-3 gap-y-1 font-medium">
                {t("version", { version: version.versionId })}
                {index === 0 ? <Badge tone="good">{t("active")}</Badge> : null}
              </p>
              <p>{version.actor === "system" ? t("initial") : version.reason}</p>
              <p className="tabular text-ink-faint text-sm">
                {format.dateTime(version.publishedAt)} · {actorName(version.actor)}
              </p>
              <VersionChanges versionId={version.versionId} />
              <div className="mt-2 flex flex-wrap gap-2">
                {index > 0 && canPublish && versions[0] ? (
                  <RollBack versionId={version.versionId} inForce={versions[0].versionId} />
                ) : null}
                <ExportButton
                  from={{ versionId: version.versionId }}
                  name={t("version", { version: version.versionId })}
                />
              </div>
            </li>
          ))}
        </ol>
      )}
    </PagedList>
  );
}

/** What a version made different; asked for when somebody wants to know. */
function VersionChanges({ versionId }: { versionId: string }) {
  const t = useTranslations("program.history");
  const format = useFormats();
  const trpc = useTRPC();
  const ruleWords = useRuleWords();
  const benefitChanges = useBenefitChanges();
  const [open, setOpen] = useState(false);
  const query = useQuery({
    ...trpc.program.version.queryOptions({ versionId }),
    enabled: open,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const { before, after } = query.data ?? {};
  const ladderWords = useLadderWords((id) => {
    const named = [...(after?.rules.benefits ?? []), ...(before?.rules.benefits ?? [])];
    const benefit = named.find((known) => known.id === id);
    return benefit ? textIn(benefit.name, format.locale) : id;
  });
  return (
    <details className="mt-1" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className="w-fit rounded-sm text-ink-soft text-sm underline decoration-line-strong underline-offset-4">
        {t("whatChanged")}
      </summary>
      <div className="mt-2 rounded-md bg-sunken px-4 py-2">
        {query.isError ? (
          <LoadFailed
            error={query.error}
            pending={query.isFetching}
            onRetry={() => query.refetch()}
          />
        ) : !after ? (
          <SkeletonRows rows={1} label={t("loading")} />
        ) : !before ? (
          <p className="text-ink-soft text-sm">{t("first")}</p>
        ) : (
          <ChangeList
            changes={[
              ...ladderWords.changes(before.tiers, after.tiers),
              ...ruleWords.changes(before.rules, after.rules),
              ...benefitChanges(before.rules.benefits, after.rules.benefits),
            ]}
          />
        )}
      </div>
    </details>
  );
}
