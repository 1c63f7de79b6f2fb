"use client";

import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { FormField } from "@/app/shell/form-field";
import { useProcedureForm } from "@/app/shell/use-procedure-form";
import { readdressInput } from "@/modules/rewards/schema/fulfilment";
import { useTRPC } from "@/trpc/client";
import { Input } from "@/ui/input";
import { showToast } from "@/ui/toast-store";
import { FormDialog } from "../form-dialog";
import type { ParcelDialogProps } from "./queued-redemption";

const FIELDS = ["name", "phone", "region", "line"] as const;
const NOWHERE = { name: "", phone: "", region: "", line: "" };

/** Where a parcel goes, until it is shipped. */
export function AddressDialog({ redemption, onClose, onDone }: ParcelDialogProps) {
  const t = useTranslations("mallDesk.fulfilment");
  const trpc = useTRPC();
  const save = useMutation(
    trpc.rewards.readdress.mutationOptions({
      onSuccess: () => {
        showToast("good", t("readdressed"));
        onDone();
      },
    }),
  );
  const { redemptionId, deliveryAddress } = redemption;
  const form = useProcedureForm({
    schema: readdressInput,
    defaultValues: { deliveryAddress: deliveryAddress ?? NOWHERE },
    toInput: ({ deliveryAddress: { name, phone, region, line } }) => ({
      redemptionId,
      deliveryAddress: {
        ...{ name: name.trim(), phone: phone.trim() },
        ...{ region: region.trim(), line: line.trim() },
      },
    }),
    words: Object.fromEntries(
      FIELDS.map((field) => [`deliveryAddress.${field}`, t(`addressFaults.${field}`)]),
    ),
    mutation: save,
  });
  return (
    <FormDialog
      form={form}
      title={t("addressTitle", { id: redemptionId })}
      description={t("addressText")}
      submit={t("addressSubmit")}
      submitting={t("working")}
      onClose={onClose}
    >
      {FIELDS.map((field) => (
        <FormField
          key={field}
          form={form}
          name={`deliveryAddress.${field}`}
          label={t(`columns.${field}`)}
        >
          {(control) => <Input {...control} autoComplete="off" />}
        </FormField>
      ))}
    </FormDialog>
  );
}
