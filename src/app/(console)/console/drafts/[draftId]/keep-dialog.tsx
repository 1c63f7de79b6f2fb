"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { failureOf, useTRPC } from "@/trpc/client";
import { Dialog } from "@/ui/dialog";
import { showToast } from "@/ui/toast-store";
import { DialogFooter } from "../../dialog-footer";
import type { Change } from "../../program/change";
import { ChangeList } from "../../program/change-list";
import { VersionConflict } from "../../version-conflict";
import type { FieldEdits } from "../edits-between";

interface KeepDialogProps {
  draftId: string;
  changes: readonly Change[];
  edits: FieldEdits;
  onDone: () => void;
  onClose: () => void;
}

/** What was typed, looked at once more before the draft has it. */
export function KeepDialog({ draftId, changes, edits, onDone, onClose }: KeepDialogProps) {
  const t = useTranslations("draftDesk.edit");
  const tState = useTranslations("common.state");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const reload = () => queryClient.invalidateQueries({ queryKey: trpc.drafts.pathKey() });
  const keep = useMutation(
    trpc.drafts.edit.mutationOptions({
      onSuccess: async () => {
        await reload();
        showToast("good", t("kept"));
        onDone();
      },
    }),
  );
  const isConflict = failureOf(keep.error).code === "VERSION_CONFLICT";
  return (
    <Dialog
      open
      title={t("title")}
      description={t("text")}
      closeLabel={tState("close")}
      onOpenChange={(next) => (next ? undefined : onClose())}
      className="sm:max-w-3xl"
    >
      <form
        className="space-y-5"
        onSubmit={(event) => {
          event.preventDefault();
          keep.mutate({ draftId, edits });
        }}
      >
        <div className="max-h-72 overflow-y-auto rounded-md bg-sunken px-4 py-2">
          <ChangeList changes={changes} />
        </div>
        {isConflict ? (
          <VersionConflict
            words={t("conflict")}
            onReload={async () => {
              await reload();
              keep.reset();
            }}
          />
        ) : null}
        <DialogFooter
          error={isConflict ? null : keep.error}
          pending={keep.isPending}
          submit={t("submit")}
          submitting={t("submitting")}
          onCancel={onClose}
        />
      </form>
    </Dialog>
  );
}
