"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useFormats } from "@/i18n/use-formats";
import { textIn } from "@/platform/texts";
import { useTRPC } from "@/trpc/client";
import { showToast } from "@/ui/toast-store";
import { editsOfBenefit } from "../drafts/edits-between";
import { PublishDialog } from "../program/publish-dialog";
import type { Benefit } from "./benefit";

interface RemoveDialogProps {
  benefit: Benefit;
  versionId: string;
  onReload: () => Promise<unknown>;
  onClose: () => void;
}

/** Takes a benefit out of the program; what was used of it stays on record. */
export function RemoveDialog({ benefit, versionId, onReload, onClose }: RemoveDialogProps) {
  const t = useTranslations("benefitsDesk");
  const { locale } = useFormats();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const name = textIn(benefit.name, locale);
  const remove = useMutation(
    trpc.benefits.remove.mutationOptions({
      onSuccess: async ({ approvalId }) => {
        showToast("good", approvalId === null ? t("removedText", { benefit: name }) : t("waits"));
        onClose();
        await queryClient.invalidateQueries();
      },
    }),
  );
  return (
    <PublishDialog
      changes={[
        {
          key: benefit.id,
          label: name,
          before: benefit.isTierPrice ? t("tierPrice") : benefit.summary || name,
          after: null,
        },
      ]}
      draft={{ edits: editsOfBenefit(benefit, null), onKept: onClose }}
      error={remove.error}
      pending={remove.isPending}
      onPublish={(reason) =>
        remove.mutate({ expectedVersion: versionId, reason, benefitId: benefit.id })
      }
      onReload={async () => {
        await onReload();
        remove.reset();
      }}
      onClose={onClose}
    />
  );
}
