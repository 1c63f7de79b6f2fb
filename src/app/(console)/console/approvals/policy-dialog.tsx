"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { FormField } from "@/app/shell/form-field";
import { useProcedureForm } from "@/app/shell/use-procedure-form";
import { setPolicyInput } from "@/modules/access/schema/policy";
import { useTRPC } from "@/trpc/client";
import { Checkbox } from "@/ui/checkbox";
import { Input } from "@/ui/input";
import { Select } from "@/ui/select";
import { showToast } from "@/ui/toast-store";
import { UnitInput } from "@/ui/unit-input";
import { readDecimal, showDecimal, typedWhole } from "../figures";
import { FormDialog } from "../form-dialog";
import { ReasonField, useReasonWords } from "../reason-field";
import type { Policy } from "./approval";

const typedMoney = (text: string) =>
  text.trim() === "" ? null : (readDecimal(text, 2) ?? Number.NaN);
const shownMoney = (minor: number | null) => (minor === null ? "" : showDecimal(minor, 2));

interface PolicyDialogProps {
  policy: Policy;
  onClose: () => void;
}

/** Asks a second person for another policy of one act. */
export function PolicyDialog({ policy, onClose }: PolicyDialogProps) {
  const t = useTranslations("approvals.policy");
  const tKinds = useTranslations("approvals.kinds");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const { act, revision, hasWorth } = policy;
  const change = useMutation(
    trpc.approvals.setPolicy.mutationOptions({
      onSuccess: ({ approvalId }) => {
        showToast("good", t(approvalId === null ? "same" : "asked"));
        onClose();
        void queryClient.invalidateQueries();
      },
    }),
  );
  const form = useProcedureForm({
    schema: setPolicyInput,
    defaultValues: {
      always: policy.always,
      aboveMinor: shownMoney(policy.aboveMinor),
      dayMinor: shownMoney(policy.dayMinor),
      decidedBy: policy.decidedBy as string,
      waitDays: String(policy.waitDays),
      reason: "",
    },
    toInput: ({ always, aboveMinor, dayMinor, decidedBy, waitDays, reason }) => ({
      act,
      revision,
      always,
      aboveMinor: typedMoney(aboveMinor),
      dayMinor: typedMoney(dayMinor),
      decidedBy,
      waitDays: typedWhole(waitDays),
      reason: reason.trim(),
    }),
    check: ({ aboveMinor, dayMinor }) => {
      const [above, day] = [typedMoney(aboveMinor), typedMoney(dayMinor)];
      const isHalf = (above === null) !== (day === null);
      const isLess = above !== null && day !== null && day < above;
      return { dayMinor: (isHalf || isLess) && t("dayInvalid") };
    },
    words: {
      aboveMinor: t("moneyInvalid"),
      dayMinor: t("moneyInvalid"),
      waitDays: t("daysInvalid"),
      reason: useReasonWords(),
    },
    mutation: change,
  });
  const always = form.watch("always");
  return (
    <FormDialog
      form={form}
      title={tKinds(act)}
      description={t("text")}
      submit={t("submit")}
      submitting={t("submitting")}
      onClose={onClose}
    >
      <Checkbox
        label={t("alwaysLabel")}
        hint={t("alwaysHint")}
        checked={always}
        onChange={({ target }) => form.change("always", target.checked)}
      />
      {hasWorth ? (
        <>
          <FormField form={form} name="aboveMinor" label={t("aboveLabel")} hint={t("aboveHint")}>
            {(control) => <UnitInput {...control} unit={t("yuan")} />}
          </FormField>
          <FormField form={form} name="dayMinor" label={t("dayLabel")} hint={t("dayHint")}>
            {(control) => <UnitInput {...control} unit={t("yuan")} />}
          </FormField>
          <FormField form={form} name="decidedBy" label={t("whoLabel")}>
            {(control) => (
              <Select {...control}>
                <option value="ADMIN">{t("deciders.ADMIN")}</option>
                <option value="STAFF">{t("deciders.STAFF")}</option>
              </Select>
            )}
          </FormField>
        </>
      ) : null}
      <FormField form={form} name="waitDays" label={t("daysLabel")} hint={t("daysHint")}>
        {(control) => <Input {...control} inputMode="numeric" autoComplete="off" />}
      </FormField>
      <ReasonField form={form} />
    </FormDialog>
  );
}
