"use client";

import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import type { z } from "zod";
import { useProcedureForm } from "@/app/shell/use-procedure-form";
import { useFormats } from "@/i18n/use-formats";
import type { ShownReward } from "@/modules/rewards/components/shown-reward";
import { redeemInput } from "@/modules/rewards/schema";
import { failureOf } from "@/trpc/client";
import { Button } from "@/ui/button";
import { AddressFields, addressFields } from "./address-fields";
import { QuantityField } from "./quantity-field";
import { quantityMaxOf } from "./quantity-max";

type Wish = z.input<typeof redeemInput>;

interface RedeemFormProps {
  reward: ShownReward;
  available: number;
  pending: boolean;
  error: unknown;
  onSubmit: (wish: Wish) => void;
  onCancel: () => void;
  /** Whether an address would be lost with the form. */
  onTyped: (isTyped: boolean) => void;
}

export function RedeemForm(props: RedeemFormProps) {
  const { reward, available, pending, error, onSubmit, onCancel, onTyped } = props;
  const t = useTranslations();
  const format = useFormats();
  const [quantity, setQuantity] = useState(1);
  const isParcel = reward.kind === "PRODUCT";
  const total = reward.pointsCost * quantity;
  const form = useProcedureForm({
    schema: redeemInput,
    defaultValues: { deliveryAddress: { name: "", phone: "", region: "", line: "" } },
    toInput: ({ deliveryAddress: { name, phone, region, line } }) => ({
      rewardId: reward.rewardId,
      quantity,
      ...(isParcel && {
        deliveryAddress: {
          name: name.trim(),
          phone: phone.trim(),
          region: region.trim(),
          line: line.trim(),
        },
      }),
    }),
    check: ({ deliveryAddress }) =>
      Object.fromEntries(
        addressFields.map((field) => [
          `deliveryAddress.${field}`,
          isParcel &&
            deliveryAddress[field].trim() === "" &&
            t("rewards.dialog.required", { field: t(`rewards.dialog.${field}`) }),
        ]),
      ),
    words: {
      "deliveryAddress.phone": ({ type }) =>
        type === "server" ? undefined : t("rewards.dialog.phoneInvalid"),
    },
    mutation: { mutate: onSubmit, isPending: pending, error },
  });
  const { failure, isUnsaved } = form;
  useEffect(() => onTyped(isUnsaved), [onTyped, isUnsaved]);

  return (
    <form onSubmit={form.send} noValidate className="space-y-5">
      <QuantityField
        value={quantity}
        max={quantityMaxOf(reward, available)}
        onChange={setQuantity}
      />
      {isParcel ? <AddressFields form={form} /> : null}
      <dl className="tabular divide-y divide-line border-line border-y">
        <div className="flex justify-between gap-4 py-2.5">
          <dt className="text-ink-soft">{t("rewards.dialog.total")}</dt>
          <dd className="font-semibold">{t("rewards.cost", { points: format.points(total) })}</dd>
        </div>
        <div className="flex justify-between gap-4 py-2.5">
          <dt className="text-ink-soft">{t("rewards.dialog.after")}</dt>
          <dd>{t("rewards.cost", { points: format.points(available - total) })}</dd>
        </div>
      </dl>
      <div role="alert">
        {failure ? (
          <p className="rounded-md bg-seal-soft px-4 py-3 text-seal-ink text-sm">
            {failureOf(failure).detail ?? t("rewards.dialog.failed")}
          </p>
        ) : null}
      </div>
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onCancel}>{t("common.state.cancel")}</Button>
        <Button type="submit" variant="primary" pending={pending} className="grow sm:grow-0">
          {pending
            ? t("rewards.dialog.submitting")
            : t("rewards.dialog.submit", { points: format.points(total) })}
        </Button>
      </div>
    </form>
  );
}
