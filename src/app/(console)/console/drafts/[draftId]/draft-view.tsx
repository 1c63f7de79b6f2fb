"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { LoadFailed } from "@/app/shell/load-failed";
import { useFormats } from "@/i18n/use-formats";
import { isSame } from "@/modules/drafts/rules/fields";
import { useTRPC } from "@/trpc/client";
import { PanelSection } from "@/ui/panel";
import { SkeletonRows } from "@/ui/skeleton";
import { DeskHeading } from "../../desk-page";
import { ChangeList } from "../../program/change-list";
import { MachineStep } from "../../program/machines/machine-step";
import { PreviewStep } from "../../program/preview/preview-step";
import { TrialStep } from "../../program/trial/trial-step";
import type { Draft } from "../draft";
import { DraftStatus } from "../draft-status";
import { previewOf } from "../preview-of";
import { useProgramChanges } from "../use-program-changes";
import { DraftActs } from "./draft-acts";
import { DraftComments } from "./draft-comments";
import { DraftHistory } from "./draft-history";
import { TakeIn } from "./take-in";

const askAgainMs = 15_000;

interface DraftViewProps {
  draftId: string;
  canEdit: boolean;
  canPublish: boolean;
}

/** A draft: what it changes, what stands in its way, what is said about it, and what one can do with it. */
export function DraftView({ draftId, canEdit, canPublish }: DraftViewProps) {
  const t = useTranslations("draftDesk");
  const trpc = useTRPC();
  const changes = useProgramChanges();
  const query = useQuery(
    trpc.drafts.get.queryOptions(
      { draftId },
      // Its time may come while somebody looks.
      {
        refetchInterval: ({ state }) => (state.data?.status === "SCHEDULED" ? askAgainMs : false),
      },
    ),
  );
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
  const isStale = isOpen && draft.inForce.versionId !== draft.baseVersionId;
  return (
    <>
      {failed}
      <DeskHeading
        title={draft.name}
        lead={<DraftStatus draft={draft} />}
        action={<DraftActs draft={draft} canEdit={canEdit} canPublish={canPublish} />}
      />
      <Notices draft={draft} />
      {isStale ? <TakeIn key={draft.inForce.versionId} draft={draft} canEdit={canEdit} /> : null}
      <PanelSection
        id="changes"
        title={t("changes", { version: draft.baseVersionId })}
        className="mb-6"
      >
        <ChangeList changes={changes(draft.base, draft.content)} />
      </PanelSection>
      {canEdit && (isOpen || draft.status === "SCHEDULED") ? <Effect draft={draft} /> : null}
      <div className="grid items-start gap-6 lg:grid-cols-2">
        <DraftComments draftId={draftId} canEdit={canEdit} />
        <DraftHistory draft={draft} />
      </div>
    </>
  );
}

/** What it would do to each member, where it could be published as it is. */
function Effect({ draft }: { draft: Draft }) {
  const t = useTranslations("draftDesk.preview");
  const isCurrent = draft.inForce.versionId === draft.baseVersionId;
  if (isCurrent && draft.faults.length > 0) return null;
  return (
    <PanelSection id="effect" title={t("title")} className="mb-6">
      {isCurrent ? <Looks draft={draft} /> : <p className="text-ink-soft text-sm">{t("later")}</p>}
    </PanelSection>
  );
}

function Looks({ draft }: { draft: Draft }) {
  const t = useTranslations("draftDesk.preview");
  const { baseVersionId: versionId, base, content } = draft;
  const { benefits } = base.rules;
  const edit = previewOf(versionId, content, { versionId, benefits });
  const isWhole = isSame(benefits, content.rules.benefits);
  return (
    <div className="grid gap-4">
      {isWhole ? null : <p className="text-sm text-warn">{t("withoutBenefits")}</p>}
      <PreviewStep edit={edit} />
      <TrialStep edit={edit} />
      <MachineStep edit={edit} />
    </div>
  );
}

/** What stands in its way. */
function Notices({ draft }: { draft: Draft }) {
  const t = useTranslations("draftDesk");
  const format = useFormats();
  const { parkedCode, publishAt, faults } = draft;
  const known = ["VERSION_CONFLICT", "REQUESTER_ENDED"] as const;
  const code = known.find((one) => one === parkedCode) ?? "OTHER";
  return (
    <>
      {draft.status === "PARKED" ? (
        <p role="alert" className="mb-6 rounded-md bg-warn-soft px-4 py-3 text-sm text-warn">
          {t(`parked.${code}`, { time: publishAt ? format.dateTime(publishAt) : "" })}
        </p>
      ) : null}
      {faults.length > 0 ? (
        <div role="alert" className="mb-6 rounded-md bg-warn-soft px-4 py-3 text-sm text-warn">
          <p>{t("faults")}</p>
          <ul className="mt-1 list-disc pl-5">
            {faults.map(({ path, message }) => (
              <li key={`${path} ${message}`} className="break-words">
                {t("new.fault", { path, message })}
              </li>
            ))}
          </ul>
        </div>
      ) : null}
    </>
  );
}
