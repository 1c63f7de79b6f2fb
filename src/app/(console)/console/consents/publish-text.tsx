"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { type FieldError, get } from "react-hook-form";
import { useProcedureForm } from "@/app/shell/use-procedure-form";
import { writtenLocales } from "@/i18n/config";
import { CONSENT_TEXT_MAX, type ConsentKind, consentTextInput } from "@/modules/members/schema";
import { type Outputs, useTRPC } from "@/trpc/client";
import { showToast } from "@/ui/toast-store";
import { FormDialog } from "../form-dialog";
import { LocalizedField } from "../localized-field";

interface PublishTextProps {
  consent: ConsentKind;
  newest: Outputs["members"]["consentTexts"]["items"][number] | null;
  onReload: () => Promise<unknown>;
  onClose: () => void;
}

/** The next version of a consent’s text. */
export function PublishText({ consent, newest, onReload, onClose }: PublishTextProps) {
  const t = useTranslations("consents");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const publish = useMutation(
    trpc.members.publishConsentText.mutationOptions({
      onSuccess: (texts) => {
        queryClient.setQueryData(trpc.members.consentTexts.queryKey({}), texts);
        showToast("good", t("published"));
        onClose();
      },
    }),
  );
  const read = { text: { "zh-CN": newest?.text["zh-CN"] ?? "", en: newest?.text.en ?? "" } };
  const form = useProcedureForm({
    schema: consentTextInput,
    defaultValues: read,
    latest: read,
    toInput: ({ text }) => ({ consent, text, version: newest?.version ?? 0 }),
    mutation: publish,
  });
  return (
    <FormDialog
      form={form}
      conflict={{ save: publish, onReload }}
      title={t("publishTitle", { consent: t(`kind.${consent}`) })}
      description={t("publishText")}
      submit={t("publish")}
      submitting={t("publishing")}
      onClose={onClose}
    >
      <LocalizedField
        label={(language) => t("textIn", { language })}
        maxLength={CONSENT_TEXT_MAX}
        isLong
        required={writtenLocales}
        typedIn={(locale) => form.watch(`text.${locale}`)}
        errorOf={(locale) => {
          const fault: FieldError | undefined = get(form.formState.errors, `text.${locale}`);
          return fault?.message;
        }}
        onChange={(locale, typed) => form.change(`text.${locale}`, typed)}
      />
    </FormDialog>
  );
}
