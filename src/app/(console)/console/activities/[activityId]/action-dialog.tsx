"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { useFormats } from "@/i18n/use-formats";
import { textOf } from "@/platform/texts";
import { useTRPC } from "@/trpc/client";
import { Dialog } from "@/ui/dialog";
import { Field } from "@/ui/field";
import { Textarea } from "@/ui/textarea";
import { showToast } from "@/ui/toast-store";
import { DialogFooter } from "../../dialog-footer";
import { focusFirstInvalid } from "../../focus-first-invalid";
import type { ManagedActivity } from "../activity-status";

export type ActivityAction = "publish" | "pause" | "resume" | "end";

interface ActionDialogProps {
  activity: ManagedActivity;
  action: ActivityAction;
  onClose: () => void;
}

/** Asks once more, and why: shoppers see the difference at once. */
export function ActionDialog({ activity, action, onClose }: ActionDialogProps) {
  const t = useTranslations("activityDesk");
  const tState = useTranslations("common.state");
  const { locale } = useFormats();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [reason, setReason] = useState("");
  const [tried, setTried] = useState(false);
  const change = useMutation(
    trpc.activities.change.mutationOptions({
      onSuccess: async ({ approvalId }) => {
        showToast("good", t(approvalId === null ? `done.${action}` : "waits"));
        onClose();
        await queryClient.invalidateQueries();
      },
      // Somebody else was faster: the next try is about the activity as it is now.
      onError: () => queryClient.invalidateQueries({ queryKey: trpc.activities.get.pathKey() }),
    }),
  );

  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    setTried(true);
    if (change.isPending) return;
    if (reason.trim() === "") {
      focusFirstInvalid(event.currentTarget);
      return;
    }
    const { activityId, revision } = activity;
    change.mutate({ activityId, revision, action, reason: reason.trim() });
  }

  return (
    <Dialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={t(`confirm.${action}`, {
        activity: textOf(activity, "title", locale) ?? "",
      })}
      description={t(`confirmText.${action}`)}
      closeLabel={tState("close")}
      unsaved={reason !== "" && !change.isPending}
    >
      <form onSubmit={submit} noValidate className="space-y-5">
        <Field
          label={t("fields.reason")}
          error={tried && reason.trim() === "" ? t("faults.reason") : undefined}
        >
          {(control) => (
            <Textarea
              {...control}
              required
              maxLength={200}
              value={reason}
              onChange={(event) => setReason(event.target.value)}
            />
          )}
        </Field>
        <DialogFooter
          error={change.error}
          pending={change.isPending}
          submit={t(`actions.${action}`)}
          submitting={t("saving")}
          onCancel={onClose}
        />
      </form>
    </Dialog>
  );
}
