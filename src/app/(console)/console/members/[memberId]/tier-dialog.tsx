"use client";

import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { formatDate, startOfDay } from "@/i18n/format";
import { useFormats } from "@/i18n/use-formats";
import { useTRPC } from "@/trpc/client";
import { DateInput } from "@/ui/date-input";
import { NO_DATE } from "@/ui/date-text";
import { Dialog } from "@/ui/dialog";
import { Field } from "@/ui/field";
import { Select } from "@/ui/select";
import { Textarea } from "@/ui/textarea";
import { useUnsavedWork } from "@/ui/unsaved-work";
import { DialogFooter } from "../../dialog-footer";
import { focusFirstInvalid } from "../../focus-first-invalid";
import type { ActionDialogProps } from "./action-props";

export function TierDialog({
  open,
  onOpenChange,
  onDone,
  memberId,
  tierCode,
  tiers,
}: ActionDialogProps) {
  const t = useTranslations("console.setTier");
  const tDate = useTranslations("shell.date");
  const tState = useTranslations("common.state");
  const format = useFormats();
  const trpc = useTRPC();
  const [chosen, setChosen] = useState(tierCode);
  const [keepUntil, setKeepUntil] = useState("");
  const [reason, setReason] = useState("");
  const [tried, setTried] = useState(false);
  const nameOf = (code: string) => tiers.find((tier) => tier.code === code)?.name ?? code;

  const assign = useMutation(
    trpc.tiers.assign.mutationOptions({
      onSuccess: (answer) => {
        onDone(t("done", { from: nameOf(answer.from), to: nameOf(answer.to) }));
        setKeepUntil("");
        setReason("");
        setTried(false);
      },
    }),
  );

  const today = formatDate(new Date().toISOString(), format.timeZone);
  const tierError = chosen === tierCode && keepUntil === "" ? t("same") : undefined;
  const isNoDate = keepUntil === NO_DATE;
  const isPast = keepUntil !== "" && keepUntil < today;
  const keepError = isNoDate ? tDate("invalid") : isPast ? t("keepUntilPast") : undefined;
  const reasonError = reason.trim() === "" ? t("reasonMissing") : undefined;

  useUnsavedWork(open && (reason !== "" || keepUntil !== "") && !assign.isPending);

  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    setTried(true);
    if (assign.isPending) return;
    if (tierError || keepError || reasonError) {
      focusFirstInvalid(event.currentTarget);
      return;
    }
    assign.mutate({
      memberId,
      tierCode: chosen,
      reason: reason.trim(),
      // The whole of that day is kept.
      ...(keepUntil ? { keepUntil: startOfDay(keepUntil, format.timeZone, 1) } : {}),
    });
  }

  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={t("title")}
      description={t("text", { tier: nameOf(tierCode) })}
      closeLabel={tState("close")}
    >
      <form onSubmit={submit} noValidate className="space-y-5">
        <Field label={t("tier")} error={tried ? tierError : undefined}>
          {(control) => (
            <Select {...control} value={chosen} onChange={(event) => setChosen(event.target.value)}>
              {tiers.map((tier) => (
                <option key={tier.code} value={tier.code}>
                  {tier.name}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Field
          label={t("keepUntil")}
          hint={t("keepUntilHint")}
          error={isNoDate && !tried ? undefined : keepError}
        >
          {(control) => (
            <DateInput {...control} min={today} value={keepUntil} onChange={setKeepUntil} />
          )}
        </Field>
        <Field label={t("reason")} error={tried ? reasonError : undefined}>
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
          error={assign.error}
          pending={assign.isPending}
          submit={t("submit")}
          submitting={t("submitting")}
          onCancel={() => onOpenChange(false)}
        />
      </form>
    </Dialog>
  );
}
