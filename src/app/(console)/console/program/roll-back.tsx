"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { LoadFailed } from "@/app/shell/load-failed";
import { moved } from "@/modules/drafts/rules/removed";
import { useTRPC } from "@/trpc/client";
import { Button } from "@/ui/button";
import { SkeletonRows } from "@/ui/skeleton";
import { showToast } from "@/ui/toast-store";
import { previewOf } from "../drafts/preview-of";
import { useProgramChanges } from "../drafts/use-program-changes";
import { PublishDialog } from "./publish-dialog";

interface RollBackProps {
  versionId: string;
  inForce: string;
}

/** Back to what an older version said, after a look at what that makes different. */
export function RollBack({ versionId, inForce }: RollBackProps) {
  const t = useTranslations("draftDesk.rollBack");
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button size="sm" aria-expanded={open} onClick={() => setOpen(!open)}>
        {t("open", { version: versionId })}
      </Button>
      {open ? (
        <RollBackDialog versionId={versionId} inForce={inForce} onClose={() => setOpen(false)} />
      ) : null}
    </>
  );
}

function RollBackDialog({ versionId, inForce, onClose }: RollBackProps & { onClose: () => void }) {
  const t = useTranslations("draftDesk.rollBack");
  const tProgram = useTranslations("program");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const changes = useProgramChanges();
  const old = useQuery(trpc.drafts.document.queryOptions({ versionId }));
  const now = useQuery(trpc.drafts.document.queryOptions({ versionId: inForce }));
  const rollBack = useMutation(
    trpc.drafts.rollBack.mutationOptions({
      onSuccess: async ({ versionId: made }) => {
        showToast("good", made ? tProgram("published", { version: made }) : tProgram("waits"));
        onClose();
        await queryClient.invalidateQueries();
      },
    }),
  );
  const broken = [old, now].find(({ isError }) => isError);
  if (broken) {
    return (
      <LoadFailed
        error={broken.error}
        pending={broken.isFetching}
        onRetry={() => broken.refetch()}
      />
    );
  }
  if (!old.data || !now.data) return <SkeletonRows rows={1} label={t("loading")} />;
  const before = { ...now.data, removed: [] };
  const content = moved(now.data.tiers, { ...old.data, removed: [] });
  const { benefits } = old.data.rules;
  const edit = previewOf(inForce, content, { versionId, benefits });
  return (
    <PublishDialog
      changes={changes(before, content)}
      edit={edit}
      searched={edit}
      error={rollBack.error}
      pending={rollBack.isPending}
      onPublish={(reason) => rollBack.mutate({ versionId, expectedVersion: inForce, reason })}
      onReload={async () => {
        await queryClient.invalidateQueries();
        rollBack.reset();
      }}
      onClose={onClose}
    />
  );
}
