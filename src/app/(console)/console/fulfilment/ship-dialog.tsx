"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { FormField } from "@/app/shell/form-field";
import { useProcedureForm } from "@/app/shell/use-procedure-form";
import { shipInput } from "@/modules/rewards/schema/fulfilment";
import { useTRPC } from "@/trpc/client";
import { Checkbox } from "@/ui/checkbox";
import { Input } from "@/ui/input";
import { Select } from "@/ui/select";
import { showToast } from "@/ui/toast-store";
import { FormDialog } from "../form-dialog";
import { CarrierOptions } from "./carrier-options";
import type { QueuedRedemption } from "./queued-redemption";
import { isDoubtful, useShipRefusals } from "./use-ship-refusals";

interface ShipDialogProps {
  redemptions: readonly QueuedRedemption[];
  onClose: () => void;
  onDone: () => void;
}

/** One carrier, a tracking code for each parcel; those that can't be shipped any more say why. */
export function ShipDialog({ redemptions, onClose, onDone }: ShipDialogProps) {
  const t = useTranslations("mallDesk.fulfilment");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const whyNot = useShipRefusals();
  const [failed, setFailed] = useState<Record<string, string>>({});
  const ship = useMutation(
    trpc.rewards.ship.mutationOptions({
      onSuccess: ({ items }) => {
        const refused = items.flatMap(({ redemptionId, code }) =>
          code === null ? [] : [[redemptionId, code] as const],
        );
        const count = items.filter(({ code, repeated }) => code === null && !repeated).length;
        if (count > 0) showToast("good", t("shipped", { count }));
        if (refused.length === 0) {
          onDone();
          return;
        }
        setFailed(Object.fromEntries(refused));
        void queryClient.invalidateQueries();
      },
    }),
  );
  const parcels = redemptions.map(({ redemptionId }, place) => ({
    redemptionId,
    field: `codes.${place}` as const,
    // What only looks strange can be sent again, once somebody says that it is right.
    isFailed: failed[redemptionId] !== undefined && !isDoubtful(failed[redemptionId]),
  }));
  const waiting = parcels.filter(({ isFailed }) => !isFailed);
  const form = useProcedureForm({
    schema: shipInput,
    defaultValues: { carrier: "", codes: redemptions.map(() => ""), unusual: false },
    toInput: ({ carrier, codes, unusual }) => ({
      shipments: parcels.flatMap(({ redemptionId, isFailed }, place) =>
        isFailed
          ? []
          : [{ redemptionId, carrier, trackingCode: (codes[place] ?? "").trim(), unusual }],
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
          <Select {...control} required>
            <CarrierOptions />
          </Select>
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
          error={failed[redemptionId] ? whyNot(failed[redemptionId]) : undefined}
        >
          {(control) => (
            <Input
              {...control}
              {...form.boundsOf("shipments.0.trackingCode")}
              autoComplete="off"
              disabled={parcels[place]?.isFailed}
            />
          )}
        </FormField>
      ))}
      {Object.values(failed).some(isDoubtful) ? (
        <Checkbox label={t("unusual")} hint={t("unusualHint")} {...form.register("unusual")} />
      ) : null}
    </FormDialog>
  );
}
