"use client";

import { useTranslations } from "next-intl";
import { failureOf } from "@/trpc/client";
import type { FieldEdits } from "../drafts/edits-between";
import { IntoDraft } from "../drafts/into-draft";
import { ReasonDialog } from "../reason-dialog";
import { VersionConflict } from "../version-conflict";
import type { Change } from "./change";
import { ChangeList } from "./change-list";
import { PreviewStep } from "./preview/preview-step";
import type { PreviewedEdit } from "./preview/use-preview";

interface PublishDialogProps {
  changes: readonly Change[];
  /** What else it does at once, and to whom. */
  effects?: readonly string[];
  /** What may be looked at on all members before. */
  edit?: PreviewedEdit | null;
  /** What may go into a draft instead, and what is done then. */
  draft?: { edits: FieldEdits; onKept: () => void } | null;
  error: unknown;
  pending: boolean;
  onPublish: (reason: string) => void;
  /** Somebody else published meanwhile: compare with that, keep what was typed. */
  onReload: () => Promise<unknown>;
  onClose: () => void;
}

/** The last look before a new version of the rules decides: what changes, and why. */
export function PublishDialog({
  changes,
  effects = [],
  edit = null,
  draft = null,
  error,
  pending,
  onPublish,
  onReload,
  onClose,
}: PublishDialogProps) {
  const t = useTranslations("program.publish");
  const isConflict = failureOf(error).code === "VERSION_CONFLICT";

  return (
    <ReasonDialog
      title={t("title")}
      description={t("text")}
      hint={t("reasonHint")}
      submit={t("submit")}
      submitting={t("submitting")}
      act={{ isPending: pending, error: isConflict ? null : error }}
      onReason={onPublish}
      onClose={onClose}
      className={edit ? "sm:max-w-3xl" : "sm:max-w-xl"}
      after={isConflict ? <VersionConflict onReload={onReload} /> : null}
    >
      <div className="max-h-72 overflow-y-auto rounded-md bg-sunken px-4 py-2">
        <ChangeList changes={changes} />
      </div>
      {effects.length > 0 ? (
        <ul className="list-disc space-y-1 rounded-md bg-warn-soft py-3 pr-4 pl-8 text-sm text-warn">
          {effects.map((effect) => (
            <li key={effect}>{effect}</li>
          ))}
        </ul>
      ) : null}
      {edit ? <PreviewStep edit={edit} /> : null}
      {draft ? <IntoDraft {...draft} /> : null}
    </ReasonDialog>
  );
}
