"use client";

import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { FormField } from "@/app/shell/form-field";
import { useProcedureForm } from "@/app/shell/use-procedure-form";
import { formatDate, startOfDay } from "@/i18n/format";
import { useFormats } from "@/i18n/use-formats";
import { assignInput } from "@/modules/tiers/schema";
import { useTRPC } from "@/trpc/client";
import { DateInput } from "@/ui/date-input";
import { NO_DATE } from "@/ui/date-text";
import { Select } from "@/ui/select";
import { FormDialog } from "../../form-dialog";
import { ReasonField, useReasonWords } from "../../reason-field";
import type { ActionDialogProps } from "./action-props";

export function TierDialog({
  open,
  onOpenChange,
  onDone,
  memberId,
  tierCode: current,
  tiers,
}: ActionDialogProps) {
  const t = useTranslations("console.setTier");
  const tDate = useTranslations("shell.date");
  const format = useFormats();
  const trpc = useTRPC();
  const nameOf = (code: string) => tiers.find((tier) => tier.code === code)?.name ?? code;
  const assign = useMutation(
    trpc.tiers.assign.mutationOptions({
      onSuccess: ({ from, to }) => {
        onDone(t("done", { from: nameOf(from), to: nameOf(to) }));
        form.reset({ tierCode: to, keepUntil: "", reason: "" });
      },
    }),
  );
  const today = formatDate(new Date().toISOString(), format.timeZone);
  const form = useProcedureForm({
    schema: assignInput,
    open,
    defaultValues: { tierCode: current, keepUntil: "", reason: "" },
    toInput: ({ keepUntil, reason, ...typed }) => ({
      ...typed,
      memberId,
      reason: reason.trim(),
      // The whole of that day is kept.
      ...(keepUntil === "" || keepUntil === NO_DATE
        ? {}
        : { keepUntil: startOfDay(keepUntil, format.timeZone, 1) }),
    }),
    check: ({ tierCode, keepUntil }) => ({
      tierCode: tierCode === current && keepUntil === "" && t("same"),
      keepUntil:
        keepUntil === NO_DATE
          ? tDate("invalid")
          : keepUntil !== "" && keepUntil < today && t("keepUntilPast"),
    }),
    words: { reason: useReasonWords() },
    mutation: assign,
  });

  return (
    <FormDialog
      form={form}
      open={open}
      keeps
      title={t("title")}
      description={t("text", { tier: nameOf(current) })}
      submit={t("submit")}
      submitting={t("submitting")}
      onClose={() => onOpenChange(false)}
    >
      <FormField form={form} name="tierCode" label={t("tier")}>
        {(control) => (
          <Select {...control}>
            {tiers.map((tier) => (
              <option key={tier.code} value={tier.code}>
                {tier.name}
              </option>
            ))}
          </Select>
        )}
      </FormField>
      <FormField form={form} name="keepUntil" label={t("keepUntil")} hint={t("keepUntilHint")}>
        {(control) => (
          <DateInput
            {...control}
            min={today}
            onChange={(next) => form.change("keepUntil", next, ["tierCode"])}
          />
        )}
      </FormField>
      <ReasonField form={form} />
    </FormDialog>
  );
}
