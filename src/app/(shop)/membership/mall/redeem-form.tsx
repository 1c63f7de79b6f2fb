"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { useFormats } from "@/i18n/use-formats";
import type { ShownReward } from "@/modules/rewards/components/shown-reward";
import { failureOf } from "@/trpc/client";
import { Button } from "@/ui/button";
import { type Address, addressFaults, noAddress } from "./address";
import { AddressFields } from "./address-fields";
import { QuantityField } from "./quantity-field";
import { quantityMaxOf } from "./quantity-max";

interface Wish {
  quantity: number;
  deliveryAddress?: Address;
}

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
  const [address, setAddress] = useState(noAddress);
  const [tried, setTried] = useState(false);
  const isParcel = reward.kind === "PRODUCT";
  const faults = isParcel ? addressFaults(address) : {};
  const total = reward.pointsCost * quantity;
  const refused = error ? refusalsOf(error) : null;

  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    setTried(true);
    const form = event.currentTarget;
    if (Object.keys(faults).length > 0) {
      requestAnimationFrame(() => form.querySelector<HTMLElement>("[aria-invalid]")?.focus());
    } else if (!pending) {
      onSubmit(isParcel ? { quantity, deliveryAddress: trimmed(address) } : { quantity });
    }
  }

  return (
    <form onSubmit={submit} noValidate className="space-y-5">
      <QuantityField
        value={quantity}
        max={quantityMaxOf(reward, available)}
        onChange={setQuantity}
      />
      {isParcel ? (
        <AddressFields
          address={address}
          faults={tried ? faults : {}}
          refusals={refused?.byField ?? {}}
          onChange={(next) => {
            setAddress(next);
            onTyped(Object.values(next).some((text) => text !== ""));
          }}
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
        {refused ? (
          <p className="rounded-md bg-seal-soft px-4 py-3 text-seal-ink text-sm">
            {refused.detail ?? t("rewards.dialog.failed")}
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

function refusalsOf(error: unknown) {
  const { detail, fieldErrors } = failureOf(error);
  const byField = Object.fromEntries(
    fieldErrors.map(({ path, message }) => [path.split(".").at(-1) ?? "", message]),
  );
  return { detail, byField };
}

function trimmed(address: Address): Address {
  const { name, phone, region, line } = address;
  return { name: name.trim(), phone: phone.trim(), region: region.trim(), line: line.trim() };
}
