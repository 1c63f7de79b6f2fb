"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { LoadFailed } from "@/app/shell/load-failed";
import { type Outputs, useTRPC } from "@/trpc/client";
import { SkeletonRows } from "@/ui/skeleton";
import { showToast } from "@/ui/toast-store";
import { editsBetween } from "../drafts/edits-between";
import { PublishDialog } from "../program/publish-dialog";
import { LadderForm, type TypedLadder } from "./ladder-form";
import { useLadderEffects } from "./use-ladder-effects";

type Ladder = Outputs["tiers"]["ladder"];

/** The ladder as one can climb it, each rung with its terms: edited here, published as a whole. */
export function LadderEditor() {
  const t = useTranslations("program");
  const trpc = useTRPC();
  const ladder = useQuery(trpc.tiers.ladder.queryOptions({}));
  const benefits = useQuery(trpc.benefits.list.queryOptions({}));
  const broken = [ladder, benefits].find(({ isError }) => isError);
  if (broken && !(ladder.data && benefits.data)) {
    return (
      <LoadFailed
        error={broken.error}
        pending={broken.isFetching}
        onRetry={() => broken.refetch()}
      />
    );
  }
  if (!ladder.data || !benefits.data) return <SkeletonRows label={t("loading")} />;
  return (
    <>
      {broken ? (
        <LoadFailed
          stale
          error={broken.error}
          pending={broken.isFetching}
          onRetry={() => broken.refetch()}
        />
      ) : null}
      <LadderForm
        rungs={ladder.data.items}
        before={ladder.data.items}
        benefits={benefits.data.items}
        lastStep={(typed) => (
          <PublishLadder ladder={ladder.data} typed={typed} onReload={() => ladder.refetch()} />
        )}
      />
    </>
  );
}

interface PublishLadderProps {
  ladder: Ladder;
  typed: TypedLadder;
  onReload: () => Promise<unknown>;
}

function PublishLadder({ ladder, typed, onReload }: PublishLadderProps) {
  const t = useTranslations("program");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const { changes, edited, onDone, onClose } = typed;
  const { versionId: expectedVersion } = ladder;
  const effects = useLadderEffects(ladder.items, edited.tiers);
  const known = ladder.items.map(({ rank: _, ...rung }) => rung);
  const publish = useMutation(
    trpc.tiers.publish.mutationOptions({
      onSuccess: async ({ versionId }) => {
        showToast("good", versionId ? t("published", { version: versionId }) : t("waits"));
        await queryClient.invalidateQueries();
        onDone();
      },
    }),
  );
  return (
    <PublishDialog
      changes={changes}
      effects={effects}
      edit={{ expectedVersion, ladder: edited }}
      draft={{ edits: editsBetween({ tiers: known }, edited), onKept: onDone }}
      error={publish.error}
      pending={publish.isPending}
      onPublish={(reason) => publish.mutate({ expectedVersion, reason, ...edited })}
      onReload={async () => {
        await onReload();
        publish.reset();
      }}
      onClose={onClose}
    />
  );
}
