"use client";

import { useTranslations } from "next-intl";
import { useRef, useState } from "react";
import { useFormats } from "@/i18n/use-formats";
import type { ShownReward } from "@/modules/rewards/components/shown-reward";
import { failureOf } from "@/trpc/client";
import { Button } from "@/ui/button";
import { useAddresses } from "../addresses/use-addresses";
import { AddressChoice, type AddressChoiceProps } from "./address-choice";
import { QuantityField } from "./quantity-field";
import { quantityMaxOf } from "./quantity-max";

export interface RedeemWish {
  rewardId: string;
  quantity: number;
  addressId?: string;
}

interface RedeemFormProps extends Pick<AddressChoiceProps, "onChoose" | "onEdit"> {
  reward: ShownReward;
  available: number;
  /** Null for the address that is proposed. */
  chosen: string | null;
  pending: boolean;
  error: unknown;
  onSubmit: (wish: RedeemWish) => void;
}

/** How many where there may be several, whereto for a parcel, and what it comes to. */
export function RedeemForm(props: RedeemFormProps) {
  const { reward, available, chosen, onChoose, onEdit, pending, error, onSubmit } = props;
  const t = useTranslations();
  const format = useFormats();
  const form = useRef<HTMLFormElement>(null);
  const [quantity, setQuantity] = useState(1);
  const [isMissing, setMissing] = useState(false);
  const isParcel = reward.kind === "PRODUCT";
  const addresses = useAddresses(isParcel);
  const address =
    addresses.items.find(({ addressId }) => addressId === chosen) ?? addresses.items[0];
  const most = quantityMaxOf(reward, available);
  const total = reward.pointsCost * quantity;

  function send(event: React.SubmitEvent<HTMLFormElement>): void {
    event.preventDefault();
    setMissing(isParcel && !address);
    if (isParcel && !address) {
      form.current?.querySelector<HTMLElement>("[data-add-address]")?.focus();
      return;
    }
    const wish = { rewardId: reward.rewardId, quantity };
    onSubmit(isParcel && address ? { ...wish, addressId: address.addressId } : wish);
  }

  return (
    <form ref={form} onSubmit={send} noValidate className="mt-5 space-y-5">
      {most > 1 ? <QuantityField value={quantity} max={most} onChange={setQuantity} /> : null}
      {isParcel ? (
        <AddressChoice
          addresses={addresses}
          chosen={address?.addressId ?? null}
          error={isMissing && !address ? t("rewards.addresses.missing") : undefined}
          onChoose={onChoose}
          onEdit={onEdit}
        />
      ) : null}
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
        {error ? (
          <p className="rounded-md bg-seal-soft px-4 py-3 text-seal-ink text-sm">
            {failureOf(error).detail ?? t("rewards.dialog.failed")}
          </p>
        ) : null}
      </div>
      <div className="sticky -bottom-6 -mx-6 -mb-6 border-line border-t bg-surface px-6 pt-3 pb-6">
        <Button type="submit" variant="primary" pending={pending} className="w-full">
          {pending
            ? t("rewards.dialog.submitting")
            : t("rewards.dialog.submit", { points: format.points(total) })}
        </Button>
      </div>
    </form>
  );
}
