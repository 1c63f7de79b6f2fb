"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { FormField } from "@/app/shell/form-field";
import { useProcedureForm } from "@/app/shell/use-procedure-form";
import { useFormats } from "@/i18n/use-formats";
import { useCouponWords } from "@/modules/coupons/components/use-coupon-words";
import { CODES_AT_ONCE, issueManyInput } from "@/modules/coupons/schema/coupons";
import { textIn } from "@/platform/texts";
import { useTRPCClient } from "@/trpc/client";
import { useActKey } from "@/trpc/use-act-key";
import { SegmentedControl } from "@/ui/segmented-control";
import { Textarea } from "@/ui/textarea";
import { showToast } from "@/ui/toast-store";
import { UnitInput } from "@/ui/unit-input";
import { FormDialog } from "../form-dialog";
import { ReasonField, useReasonWords } from "../reason-field";
import type { CouponDefinition } from "./coupon-definition";
import { type IssueDraft, type IssueInput, issueOf, WAYS } from "./issue-draft";

const EMPTY: IssueDraft = { way: "members", members: "", count: "", codes: "", reason: "" };

/** Gives coupons to members, prints codes, or takes in the shop's own. */
export function IssueDialog({
  definition,
  onClose,
}: {
  definition: CouponDefinition;
  onClose: () => void;
}) {
  const t = useTranslations("couponDesk.issue");
  const tDesk = useTranslations("couponDesk");
  const { locale } = useFormats();
  const words = useCouponWords();
  const client = useTRPCClient();
  const queryClient = useQueryClient();
  const act = useActKey();
  const issue = useMutation({
    // Sent again after a lost answer it is the same issue, not another one.
    mutationFn: (input: IssueInput) =>
      act(input, (options) => client.coupons.issueMany.mutate(input, options)),
    onSuccess: async ({ approvalId, count }) => {
      showToast("good", approvalId === null ? t("done", { count }) : tDesk("waits"));
      onClose();
      await queryClient.invalidateQueries();
    },
  });
  const form = useProcedureForm({
    schema: issueManyInput,
    defaultValues: EMPTY,
    toInput: (typed) => issueOf(typed, definition.definitionId),
    words: {
      reason: useReasonWords(),
      members: t("faults.members"),
      codes: t("faults.codes"),
      count: t("faults.count", { max: CODES_AT_ONCE }),
    },
    mutation: issue,
  });
  const way = form.watch("way");
  return (
    <FormDialog
      form={form}
      title={t("title", { coupon: textIn(definition.name, locale) })}
      description={words.effect(definition.terms)}
      submit={t("submit")}
      submitting={tDesk("submitting")}
      onClose={onClose}
    >
      <SegmentedControl
        label={t("way")}
        value={way}
        onChange={(next) => form.change("way", next)}
        options={WAYS.map((value) => ({ value, label: t(`ways.${value}`) }))}
      />
      {way === "count" ? (
        <FormField form={form} name="count" label={t("count")} hint={t("countHint")}>
          {(control) => <UnitInput {...control} required unit={tDesk("units.pieces")} />}
        </FormField>
      ) : (
        <FormField key={way} form={form} name={way} label={t(way)} hint={t(`${way}Hint`)}>
          {(control) => <Textarea {...control} required rows={6} />}
        </FormField>
      )}
      <ReasonField form={form} />
    </FormDialog>
  );
}
