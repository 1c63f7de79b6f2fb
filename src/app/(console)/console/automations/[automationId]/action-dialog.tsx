"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useFormats } from "@/i18n/use-formats";
import type { AutomationAction } from "@/modules/automations/schema";
import { textIn } from "@/platform/texts";
import { useTRPC } from "@/trpc/client";
import { showToast } from "@/ui/toast-store";
import { ReasonDialog } from "../../reason-dialog";
import type { AutomationDetail } from "../automations-query";

interface ActionDialogProps {
  automation: AutomationDetail;
  action: AutomationAction;
  onClose: () => void;
}

/** Asks once more, and why: from then on members get coupons, or none. */
export function ActionDialog({ automation, action, onClose }: ActionDialogProps) {
  const t = useTranslations("automationDesk");
  const { locale } = useFormats();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const act = useMutation(
    trpc.automations.act.mutationOptions({
      onSuccess: async ({ approvalId }) => {
        showToast("good", t(approvalId === null ? `done.${action}` : "waits"));
        onClose();
        await queryClient.invalidateQueries();
      },
      // Somebody else was faster: the next try is about the automation as it is now.
      onError: () => queryClient.invalidateQueries({ queryKey: trpc.automations.get.pathKey() }),
    }),
  );
  const { automationId, revision } = automation;
  return (
    <ReasonDialog
      title={t(`confirm.${action}`, { name: textIn(automation.name, locale) })}
      description={t(`confirmText.${action}`)}
      submit={t(`actions.${action}`)}
      submitting={t("submitting")}
      destructive={action === "end"}
      act={act}
      onReason={(reason) => act.mutate({ automationId, revision, action, reason })}
      onClose={onClose}
    />
  );
}
