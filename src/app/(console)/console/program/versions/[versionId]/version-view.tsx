"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { LoadFailed } from "@/app/shell/load-failed";
import { useActorNames } from "@/app/shell/use-actor-names";
import { useFormats } from "@/i18n/use-formats";
import { useTRPC } from "@/trpc/client";
import { Badge } from "@/ui/badge";
import { PanelSection } from "@/ui/panel";
import { SkeletonRows } from "@/ui/skeleton";
import { ExportButton } from "../../../drafts/export-button";
import { RollBack } from "../../roll-back";
import { VersionChanges } from "../../version-changes";

/** One version: who published it when and why, what it changed, and the way back to it. */
export function VersionView({ versionId, canPublish }: { versionId: string; canPublish: boolean }) {
  const t = useTranslations("program");
  const format = useFormats();
  const trpc = useTRPC();
  const said = useQuery(trpc.program.version.queryOptions({ versionId }));
  const current = useQuery(trpc.program.current.queryOptions({}));
  const actorName = useActorNames(said.data ? [said.data.version.actor] : []);
  const broken = [said, current].find(({ isError }) => isError);
  if (broken) {
    return (
      <LoadFailed
        error={broken.error}
        pending={broken.isFetching}
        onRetry={() => broken.refetch()}
      />
    );
  }
  if (!said.data || !current.data) return <SkeletonRows label={t("history.loading")} />;
  const { reason, actor, publishedAt } = said.data.version;
  const inForce = current.data.versionId;
  const isInForce = inForce === versionId;
  return (
    <>
      <div className="mb-6">
        {isInForce ? <Badge tone="good">{t("history.active")}</Badge> : null}
        <p className="mt-1 break-words">{actor === "system" ? t("history.initial") : reason}</p>
        <p className="tabular text-ink-faint text-sm">
          {format.dateTime(publishedAt)} · {actorName(actor)}
        </p>
        <div className="mt-3 flex flex-wrap gap-2">
          {!isInForce && canPublish ? <RollBack versionId={versionId} inForce={inForce} /> : null}
          <ExportButton from={{ versionId }} name={t("history.version", { version: versionId })} />
        </div>
      </div>
      <PanelSection id="changed" title={t("version.whatChanged")}>
        <VersionChanges versionId={versionId} />
      </PanelSection>
    </>
  );
}
