"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { LoadFailed } from "@/app/shell/load-failed";
import { useTRPC } from "@/trpc/client";
import { PermissionNotice } from "@/ui/permission-notice";
import { SkeletonRows } from "@/ui/skeleton";
import type { Draft } from "../draft";

interface OpenDraftProps {
  draftId: string;
  canEdit: boolean;
  /** Whether it may be edited: by this person, and as it is. */
  children: (draft: Draft, isOpen: boolean) => ReactNode;
}

/** A draft with what edits a part of it. */
export function OpenDraft({ draftId, canEdit, children }: OpenDraftProps) {
  const t = useTranslations("draftDesk");
  const trpc = useTRPC();
  const query = useQuery(trpc.drafts.get.queryOptions({ draftId }));
  const { data: draft } = query;
  const failed = query.isError ? (
    <LoadFailed
      stale={draft !== undefined}
      error={query.error}
      pending={query.isFetching}
      onRetry={() => query.refetch()}
    />
  ) : null;
  if (!draft) return failed ?? <SkeletonRows label={t("loading")} />;
  const isOpen = draft.status === "OPEN" || draft.status === "PARKED";
  return (
    <>
      {failed}
      {isOpen && canEdit ? null : (
        <PermissionNotice className="mb-5">
          {t(isOpen ? "edit.notAllowed" : "edit.notOpen")}
        </PermissionNotice>
      )}
      {children(draft, isOpen && canEdit)}
    </>
  );
}
