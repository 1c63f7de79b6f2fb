"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { FormField } from "@/app/shell/form-field";
import { useProcedureForm } from "@/app/shell/use-procedure-form";
import { shipInput } from "@/modules/rewards/schema/managed";
import { useTRPC } from "@/trpc/client";
import { Input } from "@/ui/input";
import { showToast } from "@/ui/toast-store";
import { FormDialog } from "../form-dialog";
import type { QueuedRedemption } from "./queued-redemption";

interface ShipDialogProps {
  redemptions: readonly QueuedRedemption[];
  onClose: () => void;
  onDone: () => void;
}

const spokenCodes = ["REDEMPTION_NOT_FOUND", "REDEMPTION_STATUS_INVALID"] as const;

/** One carrier, a tracking code for each parcel; those that can't be shipped any more say why. */
export function ShipDialog({ redemptions, onClose, onDone }: ShipDialogProps) {
  const t = useTranslations("mallDesk.fulfilment");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [failed, setFailed] = useState<Record<string, string>>({});
  const ship = useMutation(
    trpc.rewards.ship.mutationOptions({
      onSuccess: ({ items }) => {
        const refused = items.flatMap(({ redemptionId, code }) =>
          code === null ? [] : [[redemptionId, code] as const],
        );
        const count = items.length - refused.length;
        if (count > 0) showToast("good", t("shipped", { count }));
        if (refused.length === 0) {
          onDone();
          return;
        }
        setFailed({ ...failed, ...Object.fromEntries(refused) });
        void queryClient.invalidateQueries();
      },
    }),
  );
  const parcels = redemptions.map(({ redemptionId }, place) => ({
    redemptionId,
    field: `codes.${place}` as const,
    isFailed: failed[redemptionId] !== undefined,
  }));
  const waiting = parcels.filter(({ isFailed }) => !isFailed);
  const form = useProcedureForm({
    schema: shipInput,
    defaultValues: { carrier: "", codes: redemptions.map(() => "") },
    toInput: ({ carrier, codes }) => ({
      shipments: parcels.flatMap(({ redemptionId, isFailed }, place) =>
        isFailed
          ? []
          : [{ redemptionId, carrier: carrier.trim(), trackingCode: (codes[place] ?? "").trim() }],
      ),
    }),
    shownAt: Object.fromEntries(
      waiting.flatMap(({ field }, place) => [
        [`shipments.${place}.carrier`, "carrier"],
        [`shipments.${place}.trackingCode`, field],
      ]),
    ),
    words: {
      carrier: t("carrierMissing"),
      ...Object.fromEntries(parcels.map(({ field }) => [field, t("trackingInvalid")])),
    },
    mutation: ship,
  });

  function close(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    onDone();
  }

  function whyNot(code: string | undefined): string | undefined {
    const spoken = spokenCodes.find((known) => known === code);
    return spoken ? t(`refusals.${spoken}`) : code;
  }

  return (
    <FormDialog
      form={waiting.length === 0 ? { ...form, send: close } : form}
      title={t("shipTitle", { count: redemptions.length })}
      description={t("shipText")}
      submit={t(waiting.length === 0 ? "close" : "shipSubmit")}
      submitting={t("working")}
      onClose={onClose}
      className="sm:max-w-xl"
    >
      <FormField form={form} name="carrier" label={t("carrier")}>
        {(control) => (
          <Input {...control} {...form.boundsOf("shipments.0.carrier")} autoComplete="off" />
        )}
      </FormField>
      {redemptions.map(({ redemptionId, rewardName, deliveryAddress }, place) => (
        <FormField
          key={redemptionId}
          form={form}
          name={`codes.${place}`}
          label={t("trackingOf", {
            redemption: t("redemption", { id: redemptionId, reward: rewardName }),
          })}
          hint={deliveryAddress ? `${deliveryAddress.name} ${deliveryAddress.region}` : undefined}
          error={whyNot(failed[redemptionId])}
        >
          {(control) => (
            <Input
              {...control}
              {...form.boundsOf("shipments.0.trackingCode")}
              autoComplete="off"
              disabled={failed[redemptionId] !== undefined}
            />
          )}
        </FormField>
      ))}
    </FormDialog>
  );
}
