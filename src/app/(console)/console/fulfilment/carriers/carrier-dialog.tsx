"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { FormField } from "@/app/shell/form-field";
import { useProcedureForm } from "@/app/shell/use-procedure-form";
import { saveCarrierInput } from "@/modules/rewards/schema/carriers";
import { useTRPC } from "@/trpc/client";
import { Input } from "@/ui/input";
import { showToast } from "@/ui/toast-store";
import { FormDialog } from "../../form-dialog";
import type { ShownCarrier } from "../use-carriers";

interface CarrierDialogProps {
  /** Null for a new one. */
  carrier: ShownCarrier | null;
  onClose: () => void;
}

/** A carrier of the shop's own. */
export function CarrierDialog({ carrier, onClose }: CarrierDialogProps) {
  const t = useTranslations("mallDesk.fulfilment.carriers");
  const tDesk = useTranslations("mallDesk");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const save = useMutation(
    trpc.rewards.saveCarrier.mutationOptions({
      onSuccess: async () => {
        showToast("good", t("saved"));
        onClose();
        await queryClient.invalidateQueries();
      },
    }),
  );
  const form = useProcedureForm({
    schema: saveCarrierInput,
    defaultValues: {
      code: carrier?.code ?? "",
      zh: carrier?.names["zh-CN"] ?? "",
      en: carrier?.names.en ?? "",
      shapes: carrier?.shapes.join(" ") ?? "",
    },
    toInput: ({ code, zh, en, shapes }) => ({
      code: code.trim().toUpperCase(),
      revision: carrier?.revision ?? 0,
      enabled: carrier?.enabled ?? true,
      name: { "zh-CN": zh.trim(), en: en.trim() || zh.trim() },
      shapes: shapes.trim().toUpperCase().split(/\s+/).filter(Boolean),
    }),
    shownAt: {
      "name.zh-CN": "zh",
      "name.en": "en",
      ...Object.fromEntries(Array.from({ length: 8 }, (_, at) => [`shapes.${at}`, "shapes"])),
    },
    words: { code: t("faults.code"), zh: t("faults.name"), shapes: t("faults.shapes") },
    mutation: save,
  });
  return (
    <FormDialog
      form={form}
      title={t(carrier ? "editTitle" : "create")}
      submit={tDesk("submit")}
      submitting={tDesk("submitting")}
      onClose={onClose}
      conflict={{ save, onReload: () => queryClient.invalidateQueries().then(onClose) }}
    >
      <FormField form={form} name="code" label={t("columns.code")} hint={t("codeHint")}>
        {(control) => <Input {...control} autoComplete="off" disabled={carrier !== null} />}
      </FormField>
      <FormField form={form} name="zh" label={t("nameZh")}>
        {(control) => <Input {...control} lang="zh-CN" autoComplete="off" />}
      </FormField>
      <FormField form={form} name="en" label={t("nameEn")}>
        {(control) => <Input {...control} lang="en" autoComplete="off" />}
      </FormField>
      <FormField form={form} name="shapes" label={t("shapes")} hint={t("shapesHint")}>
        {(control) => <Input {...control} autoComplete="off" spellCheck={false} />}
      </FormField>
    </FormDialog>
  );
}
