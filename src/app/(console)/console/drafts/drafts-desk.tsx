"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { PagedList } from "@/app/shell/paged-list";
import { useActorNames } from "@/app/shell/use-actor-names";
import { useFormats } from "@/i18n/use-formats";
import { useTRPC, useTRPCClient } from "@/trpc/client";
import { pagedOptions } from "@/trpc/paged-options";
import { Button } from "@/ui/button";
import { EmptyState } from "@/ui/empty-state";
import { PageLink } from "@/ui/page-link";
import { PanelSection } from "@/ui/panel";
import { DeskHeading } from "../desk-page";
import { DraftStatus } from "./draft-status";
import { endedDrafts, livingDrafts } from "./drafts-query";
import { NewDraftDialog } from "./new-draft-dialog";

/** What is prepared, and what came of it. */
export function DraftsDesk({ canEdit }: { canEdit: boolean }) {
  const t = useTranslations("draftDesk");
  const [creating, setCreating] = useState(false);
  return (
    <>
      <DeskHeading
        title={t("title")}
        lead={t("lead")}
        action={
          canEdit ? (
            <Button variant="primary" size="sm" onClick={() => setCreating(true)}>
              <Plus aria-hidden="true" className="size-4" />
              {t("create")}
            </Button>
          ) : null
        }
      />
      <PanelSection id="living" title={t("living")} className="mb-6">
        <DraftList input={livingDrafts} empty={t("empty")} hint={t("emptyHint")} />
      </PanelSection>
      <PanelSection id="ended" title={t("ended")}>
        <DraftList input={endedDrafts} empty={t("noneEnded")} />
      </PanelSection>
      {creating ? <NewDraftDialog onClose={() => setCreating(false)} /> : null}
    </>
  );
}

interface DraftListProps {
  input: typeof livingDrafts;
  empty: string;
  hint?: string;
}

function DraftList({ input, empty, hint }: DraftListProps) {
  const t = useTranslations("draftDesk");
  const format = useFormats();
  const trpc = useTRPC();
  const client = useTRPCClient();
  const query = useInfiniteQuery(
    pagedOptions(trpc.drafts.list.infiniteQueryKey(input), (cursor) =>
      client.drafts.list.query({ ...input, ...cursor }),
    ),
  );
  const actorName = useActorNames(
    query.data?.pages.flatMap(({ items }) => items.map(({ updatedBy }) => updatedBy)) ?? [],
  );
  return (
    <PagedList query={query} empty={<EmptyState title={empty} {...(hint ? { hint } : {})} />}>
      {(drafts) => (
        <ul className="divide-y divide-line">
          {drafts.map((draft) => (
            <li key={draft.draftId} className="py-3 first:pt-0 last:pb-0">
              <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
                <PageLink
                  href={`/console/drafts/${draft.draftId}`}
                  className="touch rounded-sm font-medium underline decoration-line-strong underline-offset-4"
                >
                  {draft.name}
                </PageLink>
                <DraftStatus draft={draft} />
              </p>
              <p className="tabular mt-1 text-ink-faint text-sm">
                {t("about", {
                  version: draft.baseVersionId,
                  actor: actorName(draft.updatedBy),
                  time: format.dateTime(draft.updatedAt),
                })}
              </p>
            </li>
          ))}
        </ul>
      )}
    </PagedList>
  );
}
