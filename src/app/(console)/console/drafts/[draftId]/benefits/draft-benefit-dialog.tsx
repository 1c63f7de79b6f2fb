"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useTRPC } from "@/trpc/client";
import { showToast } from "@/ui/toast-store";
import type { Benefit } from "../../../benefits/benefit";
import { BenefitForm } from "../../../benefits/benefit-form";
import type { Draft } from "../../draft";
import { editsOfBenefit } from "../../edits-between";

interface DraftBenefitDialogProps {
  draft: Draft;
  /** Null for a new one. */
  benefit: Benefit | null;
  types: Parameters<typeof BenefitForm>[0]["types"];
  onClose: () => void;
}

/** A benefit as a draft defines it: saved there, and published with all the rest of it. */
export function DraftBenefitDialog({ draft, benefit, types, onClose }: DraftBenefitDialogProps) {
  const t = useTranslations("draftDesk.edit");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const { draftId, name, baseVersionId } = draft;
  const reload = () => queryClient.invalidateQueries({ queryKey: trpc.drafts.pathKey() });
  const keep = useMutation(
    trpc.drafts.edit.mutationOptions({
      onSuccess: async () => {
        await reload();
        showToast("good", t("kept"));
        onClose();
      },
    }),
  );
  return (
    <BenefitForm
      benefit={benefit}
      types={types}
      description={t("lead", { name })}
      submit={t("submit")}
      submitting={t("submitting")}
      // Neither is sent: a draft is published as a whole, with a reason of its own.
      about={{ versionId: baseVersionId, reason: name }}
      mutation={{
        isPending: keep.isPending,
        error: keep.error,
        reset: keep.reset,
        mutate: ({ benefit: definition }) =>
          keep.mutate({ draftId, edits: editsOfBenefit(benefit, definition) }),
      }}
      conflictWords={t("conflict")}
      onReload={async () => {
        await reload();
        keep.reset();
      }}
      onClose={onClose}
    />
  );
}
