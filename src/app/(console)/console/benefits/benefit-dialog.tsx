"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { type Outputs, useTRPC } from "@/trpc/client";
import { showToast } from "@/ui/toast-store";
import { editsOfBenefit } from "../drafts/edits-between";
import { IntoDraft } from "../drafts/into-draft";
import { MachineStep } from "../program/machines/machine-step";
import type { Benefit } from "./benefit";
import { BenefitForm } from "./benefit-form";

interface BenefitDialogProps {
  /** Null for a new one. */
  benefit: Benefit | null;
  types: Outputs["benefits"]["list"]["types"];
  versionId: string;
  onReload: () => Promise<unknown>;
  onClose: () => void;
}

/** A benefit that is published as it is saved, or put into a draft. */
export function BenefitDialog({ benefit, versionId, onClose, ...rest }: BenefitDialogProps) {
  const t = useTranslations("benefitsDesk");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const save = useMutation(
    trpc.benefits.save.mutationOptions({
      onSuccess: async ({ approvalId }) => {
        showToast("good", t(approvalId ? "waits" : "saved"));
        onClose();
        await queryClient.invalidateQueries();
      },
    }),
  );
  return (
    <BenefitForm
      {...rest}
      benefit={benefit}
      description={t("atOnce")}
      submit={t("submit")}
      submitting={t("submitting")}
      about={{ versionId }}
      mutation={save}
      onClose={onClose}
      beside={(definition) => (
        <>
          <MachineStep edit={{ expectedVersion: versionId, benefit: definition }} />
          <IntoDraft edits={editsOfBenefit(benefit, definition)} onKept={onClose} />
        </>
      )}
    />
  );
}
