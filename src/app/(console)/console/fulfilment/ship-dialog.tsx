"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { useTRPC } from "@/trpc/client";
import { Dialog } from "@/ui/dialog";
import { Field } from "@/ui/field";
import { Input } from "@/ui/input";
import { showToast } from "@/ui/toast-store";
import { DialogFooter } from "../dialog-footer";
import { focusFirstInvalid } from "../focus-first-invalid";
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
  const tState = useTranslations("common.state");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [carrier, setCarrier] = useState("");
  const [codes, setCodes] = useState<Record<string, string>>({});
  const [failed, setFailed] = useState<Record<string, string>>({});
  const [tried, setTried] = useState(false);
  const codeOf = (id: string) => (codes[id] ?? "").trim();
  const isCode = (id: string) => /^[\x21-\x7e]{1,64}$/.test(codeOf(id));
  const waiting = redemptions.filter(({ redemptionId }) => failed[redemptionId] === undefined);
  const isTyped = carrier !== "" || waiting.some(({ redemptionId }) => codeOf(redemptionId) !== "");
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

  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    setTried(true);
    if (ship.isPending) return;
    if (waiting.length === 0) {
      onDone();
      return;
    }
    if (carrier.trim() === "" || waiting.some(({ redemptionId }) => !isCode(redemptionId))) {
      focusFirstInvalid(event.currentTarget);
      return;
    }
    ship.mutate({
      shipments: waiting.map(({ redemptionId }) => ({
        redemptionId,
        carrier: carrier.trim(),
        trackingCode: codeOf(redemptionId),
      })),
    });
  }

  function whyNot(code: string): string {
    const spoken = spokenCodes.find((known) => known === code);
    return spoken ? t(`refusals.${spoken}`) : code;
  }

  return (
    <Dialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={t("shipTitle", { count: redemptions.length })}
      description={t("shipText")}
      closeLabel={tState("close")}
      unsaved={isTyped && !ship.isPending}
      className="sm:max-w-xl"
    >
      <form onSubmit={submit} noValidate className="space-y-5">
        <Field
          label={t("carrier")}
          error={tried && carrier.trim() === "" ? t("carrierMissing") : undefined}
        >
          {(control) => (
            <Input
              {...control}
              required
              autoComplete="off"
              maxLength={64}
              value={carrier}
              onChange={(event) => setCarrier(event.target.value)}
            />
          )}
        </Field>
        {redemptions.map(({ redemptionId, rewardName, deliveryAddress }) => {
          const refusal = failed[redemptionId];
          return (
            <Field
              key={redemptionId}
              label={t("trackingOf", {
                redemption: t("redemption", { id: redemptionId, reward: rewardName }),
              })}
              hint={
                deliveryAddress ? `${deliveryAddress.name} ${deliveryAddress.region}` : undefined
              }
              error={
                refusal
                  ? whyNot(refusal)
                  : tried && !isCode(redemptionId)
                    ? t("trackingInvalid")
                    : undefined
              }
            >
              {(control) => (
                <Input
                  {...control}
                  required
                  autoComplete="off"
                  maxLength={64}
                  disabled={refusal !== undefined}
                  value={codes[redemptionId] ?? ""}
                  onChange={(event) => setCodes({ ...codes, [redemptionId]: event.target.value })}
                />
              )}
            </Field>
          );
        })}
        <DialogFooter
          error={ship.error}
          pending={ship.isPending}
          submit={t(waiting.length === 0 ? "close" : "shipSubmit")}
          submitting={t("working")}
          onCancel={onClose}
        />
      </form>
    </Dialog>
  );
}
