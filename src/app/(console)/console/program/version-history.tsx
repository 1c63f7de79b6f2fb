"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { PagedList } from "@/app/shell/paged-list";
import { useActorNames } from "@/app/shell/use-actor-names";
import { useFormats } from "@/i18n/use-formats";
import { useTRPC, useTRPCClient } from "@/trpc/client";
import { pagedOptions } from "@/trpc/paged-options";
import { Badge } from "@/ui/badge";
import { EmptyState } from "@/ui/empty-state";
import { PageLink } from "@/ui/page-link";
import { ExportButton } from "../drafts/export-button";
import { RollBack } from "./roll-back";
import { VersionChanges } from "./version-changes";
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
                <PageLink
                  href={`/console/program/versions/${version.versionId}`}
                  className="rounded-sm underline decoration-line-strong underline-offset-4"
                >
                  {t("version", { version: version.versionId })}
                </PageLink>
                {index === 0 ? <Badge tone="good">{t("active")}</Badge> : null}
              </p>
              <p>{version.actor === "system" ? t("initial") : version.reason}</p>
              <p className="tabular text-ink-faint text-sm">
                {format.dateTime(version.publishedAt)} · {actorName(version.actor)}
              </p>
              <Unfolded versionId={version.versionId} />
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
function Unfolded({ versionId }: { versionId: string }) {
  const t = useTranslations("program.history");
  const [open, setOpen] = useState(false);
  return (
    <details className="mt-1" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className="w-fit rounded-sm text-ink-soft text-sm underline decoration-line-strong underline-offset-4">
        {t("whatChanged")}
      </summary>
      <div className="mt-2 rounded-md bg-sunken px-4 py-2">
        {open ? <VersionChanges versionId={versionId} /> : null}
      </div>
    </details>
  );
}
