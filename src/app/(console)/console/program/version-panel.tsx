"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { LoadFailed } from "@/app/shell/load-failed";
import { useActorNames } from "@/app/shell/use-actor-names";
import { useFormats } from "@/i18n/use-formats";
import { useTRPC } from "@/trpc/client";
import { EmptyState } from "@/ui/empty-state";
import { PanelSection } from "@/ui/panel";
import { SkeletonRows } from "@/ui/skeleton";
import { VersionDifference } from "./version-history";

/** One version that decided something, as whoever asks why is led to it. */
export function VersionPanel({ versionId }: { versionId: string }) {
  const t = useTranslations("program.history");
  return (
    <PanelSection id="version" title={t("version", { version: versionId })} className="mb-6">
      <About versionId={versionId} />
    </PanelSection>
  );
}

function About({ versionId }: { versionId: string }) {
  const t = useTranslations("program.history");
  const format = useFormats();
  const trpc = useTRPC();
  // The list goes down from before a number.
  const before = { limit: 1, cursor: String(Number(versionId) + 1) };
  const query = useQuery(trpc.program.versions.queryOptions(before));
  const version = query.data?.items.find((one) => one.versionId === versionId);
  const actorName = useActorNames(version ? [version.actor] : []);
  if (!query.data) {
    return query.isError ? (
      <LoadFailed error={query.error} pending={query.isFetching} onRetry={() => query.refetch()} />
    ) : (
      <SkeletonRows rows={1} label={t("loading")} />
    );
  }
  if (!version) return <EmptyState title={t("unknown")} />;
  return (
    <>
      <p>{version.actor === "system" ? t("initial") : version.reason}</p>
      <p className="tabular mb-3 text-ink-faint text-sm">
        {format.dateTime(version.publishedAt)} · {actorName(version.actor)}
      </p>
      <div className="rounded-md bg-sunken px-4 py-2">
        <VersionDifference versionId={versionId} />
      </div>
    </>
  );
}
