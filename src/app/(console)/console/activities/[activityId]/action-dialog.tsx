"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useFormats } from "@/i18n/use-formats";
import { textOf } from "@/platform/texts";
import { useTRPC } from "@/trpc/client";
import { showToast } from "@/ui/toast-store";
import { ReasonDialog } from "../../reason-dialog";
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
  const { locale } = useFormats();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
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

  const { activityId, revision } = activity;
  return (
    <ReasonDialog
      title={t(`confirm.${action}`, { activity: textOf(activity, "title", locale) ?? "" })}
      description={t(`confirmText.${action}`)}
      submit={t(`actions.${action}`)}
      submitting={t("saving")}
      destructive={action === "end"}
      act={change}
      onReason={(reason) => change.mutate({ activityId, revision, action, reason })}
      onClose={onClose}
    />
  );
}
