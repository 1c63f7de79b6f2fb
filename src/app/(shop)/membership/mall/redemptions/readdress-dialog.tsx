"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { ShownRedemption } from "@/modules/rewards/components/shown-reward";
import { failureOf, useTRPC } from "@/trpc/client";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { showToast } from "@/ui/toast-store";
import { useAddresses } from "../../addresses/use-addresses";
import { AddressChoice } from "../address-choice";

interface ReaddressDialogProps {
  redemption: ShownRedemption;
  onClose: () => void;
}

/** Another of the member's addresses for what is not on its way yet. */
export function ReaddressDialog({ redemption, onClose }: ReaddressDialogProps) {
  const t = useTranslations();
  const trpc = useTRPC();
  const router = useRouter();
  const queryClient = useQueryClient();
  const addresses = useAddresses();
  const [chosen, setChosen] = useState<string | null>(null);
  const address = addresses.items.find(({ addressId }) => addressId === chosen);
  const save = useMutation(
    trpc.rewards.readdress.mutationOptions({
      onSuccess: () => showToast("good", t("rewards.readdress.done")),
      // It may be on its way by now; the list says how it stands.
      onError: (error) =>
        showToast("bad", failureOf(error).detail ?? t("rewards.readdress.failed")),
      onSettled: () => {
        onClose();
        void queryClient.invalidateQueries({ queryKey: trpc.rewards.pathKey() });
      },
    }),
  );
  const { redemptionId, rewardName } = redemption;
  return (
    <Dialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={t("rewards.readdress.title")}
      description={t("rewards.readdress.text", { name: rewardName })}
      closeLabel={t("common.state.close")}
    >
      <div className="space-y-5">
        <AddressChoice
          addresses={addresses}
          chosen={chosen}
          error={undefined}
          onChoose={setChosen}
          onEdit={() => router.push("/membership/addresses")}
        />
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={onClose}>{t("rewards.readdress.keep")}</Button>
          <Button
            variant="primary"
            disabled={!address}
            pending={save.isPending}
            onClick={() =>
              address
                ? save.mutate({ redemptionId, deliveryAddress: address.deliveryAddress })
                : undefined
            }
          >
            {t("rewards.readdress.confirm")}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
