"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { FormField } from "@/app/shell/form-field";
import { useProcedureForm } from "@/app/shell/use-procedure-form";
import { useFormats } from "@/i18n/use-formats";
import { usingInput } from "@/modules/coupons/schema/coupons";
import { failureOf, useTRPC, useTRPCClient } from "@/trpc/client";
import { Button } from "@/ui/button";
import { Input } from "@/ui/input";
import { PanelSection } from "@/ui/panel";
import { UnitInput } from "@/ui/unit-input";
import { readDecimal } from "../figures";

const EMPTY = { code: "", orderId: "", amount: "" };

/** A coupon that the customer shows: what it takes off, and its use on the order. Pressed twice it is used once. */
export function TillCoupon({ memberId }: { memberId: string }) {
  const t = useTranslations("till.coupon");
  const format = useFormats();
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queryClient = useQueryClient();
  const [said, setSaid] = useState("");
  const use = useMutation(
    trpc.coupons.use.mutationOptions({
      onMutate: () => setSaid(""),
      onSuccess: async ({ discountMinor }) => {
        setSaid(t("done", { amount: format.money(discountMinor) }));
        form.reset();
        await queryClient.invalidateQueries();
      },
    }),
  );
  const form = useProcedureForm({
    schema: usingInput,
    defaultValues: EMPTY,
    toInput: ({ code, orderId, amount }) => ({
      memberId,
      code: code.trim(),
      orderId: orderId.trim(),
      orderAmountMinor: readDecimal(amount, 2) ?? 0,
    }),
    shownAt: { orderAmountMinor: "amount" },
    words: { code: t("codeInvalid"), orderId: t("orderInvalid"), amount: t("amountInvalid") },
    mutation: use,
  });
  const check = useMutation({
    mutationFn: () => {
      const { code, amount } = form.getValues();
      const orderAmountMinor = readDecimal(amount, 2) ?? 0;
      return client.coupons.check.query({ memberId, code: code.trim(), orderAmountMinor });
    },
    onMutate: () => setSaid(""),
    onSuccess: ({ usable, discountMinor, reason }) => {
      const why = reason ?? "NOTHING_IN_SCOPE";
      setSaid(
        usable ? t("takesOff", { amount: format.money(discountMinor) }) : t(`reasons.${why}`),
      );
    },
    onError: (error) => setSaid(failureOf(error).detail ?? t("failed")),
  });
  const { code, amount } = form.watch();
  const isAsked = code.trim() !== "" && (readDecimal(amount, 2) ?? 0) > 0;
  return (
    <PanelSection id="till-coupon" title={t("title")}>
      <form onSubmit={form.send} noValidate className="space-y-4">
        <FormField form={form} name="code" label={t("code")}>
          {(control) => <Input {...control} required autoComplete="off" spellCheck={false} />}
        </FormField>
        <div className="grid items-start gap-4 sm:grid-cols-2">
          <FormField form={form} name="amount" label={t("amount")}>
            {(control) => <UnitInput {...control} required unit={t("unit")} inputMode="decimal" />}
          </FormField>
          <FormField form={form} name="orderId" label={t("order")}>
            {(control) => <Input {...control} required autoComplete="off" />}
          </FormField>
        </div>
        {form.failure ? (
          <p role="alert" className="text-seal-ink text-sm">
            {failureOf(form.failure).detail ?? t("failed")}
          </p>
        ) : null}
        <p role="status" className="text-sm">
          {said}
        </p>
        <div className="flex flex-wrap gap-3">
          <Button pending={check.isPending} disabled={!isAsked} onClick={() => check.mutate()}>
            {t("check")}
          </Button>
          <Button type="submit" variant="primary" pending={form.isPending}>
            {t("use")}
          </Button>
        </div>
      </form>
    </PanelSection>
  );
}
