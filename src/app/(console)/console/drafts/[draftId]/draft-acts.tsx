"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { failureOf, useTRPC } from "@/trpc/client";
import { Button } from "@/ui/button";
import { PageLink } from "@/ui/page-link";
import { showToast } from "@/ui/toast-store";
import type { Draft } from "../draft";
import { ExportButton } from "../export-button";
import { PublishDraft } from "./publish-draft";

interface DraftActsProps {
  draft: Draft;
  canEdit: boolean;
  canPublish: boolean;
}

const parts = ["rules", "tiers", "benefits"] as const;

/** What one can do with a draft as it is. */
export function DraftActs({ draft, canEdit, canPublish }: DraftActsProps) {
  const t = useTranslations("draftDesk.acts");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [publishing, setPublishing] = useState(false);
  const settled = {
    onError: (error: unknown) => showToast("bad", failureOf(error).detail ?? t("failed")),
    onSettled: () => queryClient.invalidateQueries(),
  };
  const discard = useMutation(trpc.drafts.discard.mutationOptions(settled));
  const cancel = useMutation(trpc.drafts.cancelSchedule.mutationOptions(settled));
  const { draftId, status } = draft;
  const isOpen = status === "OPEN" || status === "PARKED";
  const isCurrent = draft.inForce.versionId === draft.baseVersionId;
  return (
    <div className="flex flex-wrap items-center gap-2 sm:justify-end">
      <ExportButton from={{ draftId }} name={draft.name} />
      {isOpen && canEdit ? (
        <Button size="sm" pending={discard.isPending} onClick={() => discard.mutate({ draftId })}>
          {t("discard")}
        </Button>
      ) : null}
      {status === "SCHEDULED" && canPublish ? (
        <Button size="sm" pending={cancel.isPending} onClick={() => cancel.mutate({ draftId })}>
          {t("cancelSchedule")}
        </Button>
      ) : null}
      {isOpen && canPublish ? (
        <Button
          size="sm"
          variant="primary"
          disabled={!isCurrent || draft.faults.length > 0}
          onClick={() => setPublishing(true)}
        >
          {t("publish")}
        </Button>
      ) : null}
      {isOpen && canEdit ? (
        <nav
          aria-label={t("edit")}
          className="flex basis-full flex-wrap gap-x-5 gap-y-1 text-sm sm:justify-end"
        >
          {parts.map((part) => (
            <PageLink
              key={part}
              href={`/console/drafts/${draftId}/${part}`}
              className="touch rounded-sm underline decoration-line-strong underline-offset-4"
            >
              {t(part)}
            </PageLink>
          ))}
        </nav>
      ) : null}
      {publishing ? <PublishDraft draft={draft} onClose={() => setPublishing(false)} /> : null}
    </div>
  );
}
