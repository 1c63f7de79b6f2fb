"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Dialog } from "@/ui/dialog";
import { AddressForm, type EditedAddress } from "./address-form";

interface AddressDialogProps {
  /** Null for a new one. */
  address: EditedAddress | null;
  onClose: () => void;
}

export function AddressDialog({ address, onClose }: AddressDialogProps) {
  const t = useTranslations();
  const [isTyped, setTyped] = useState(false);
  return (
    <Dialog
      open
      onOpenChange={(next) => next || onClose()}
      title={t(address ? "rewards.addresses.editTitle" : "rewards.addresses.addTitle")}
      closeLabel={t("common.state.close")}
      unsaved={isTyped}
    >
      <AddressForm
        address={address}
        submit={t("rewards.addresses.save")}
        onSaved={onClose}
        onCancel={onClose}
        onTyped={setTyped}
      />
    </Dialog>
  );
}
