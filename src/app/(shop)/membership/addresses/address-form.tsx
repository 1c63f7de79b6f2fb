"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useEffect } from "react";
import { useController } from "react-hook-form";
import type { z } from "zod";
import { FormField } from "@/app/shell/form-field";
import { useProcedureForm } from "@/app/shell/use-procedure-form";
import { addAddressInput, type keptAddress } from "@/modules/rewards/schema/addresses";
import { failureOf, useTRPC } from "@/trpc/client";
import { Button } from "@/ui/button";
import { Checkbox } from "@/ui/checkbox";
import { Input } from "@/ui/input";
import { RegionField } from "./region-field";

export type EditedAddress = z.input<typeof keptAddress>;

interface AddressFormProps {
  /** Null for a new one. */
  address: EditedAddress | null;
  submit: string;
  onSaved: (addressId: string) => void;
  onCancel: () => void;
  /** Whether something typed would be lost. */
  onTyped: (isTyped: boolean) => void;
}

/** What the browser may fill in by itself. */
const controls = {
  name: { autoComplete: "shipping name" },
  phone: { autoComplete: "shipping tel", type: "tel" },
  line: { autoComplete: "shipping street-address" },
} as const;

const NOWHERE = { name: "", phone: "", region: "", line: "" };
const FIELDS = ["name", "phone", "region", "line"] as const;

/** Somewhere a parcel may go, new or as it is from now on. */
export function AddressForm({ address, submit, onSaved, onCancel, onTyped }: AddressFormProps) {
  const t = useTranslations();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const done = {
    onSuccess: async ({ addressId }: { addressId: string }) => {
      await queryClient.invalidateQueries({ queryKey: trpc.rewards.addresses.queryKey() });
      onSaved(addressId);
    },
  };
  const add = useMutation(trpc.rewards.addAddress.mutationOptions(done));
  const change = useMutation(trpc.rewards.changeAddress.mutationOptions(done));
  const save = address ? change : add;
  const form = useProcedureForm({
    schema: addAddressInput,
    defaultValues: {
      deliveryAddress: address?.deliveryAddress ?? NOWHERE,
      isDefault: address?.isDefault ?? false,
    },
    toInput: ({ deliveryAddress: { name, phone, region, line }, isDefault }) => ({
      deliveryAddress: {
        name: name.trim(),
        phone: phone.trim(),
        region: region.trim(),
        line: line.trim(),
      },
      isDefault,
    }),
    check: ({ deliveryAddress }) =>
      Object.fromEntries(
        FIELDS.map((field) => [
          `deliveryAddress.${field}`,
          deliveryAddress[field].trim() === "" &&
            t("rewards.addresses.required", { field: t(`rewards.addresses.${field}`) }),
        ]),
      ),
    words: {
      "deliveryAddress.phone": ({ type }) =>
        type === "server" ? undefined : t("rewards.addresses.phoneInvalid"),
    },
    mutation: {
      isPending: save.isPending,
      error: save.error,
      mutate: (input) =>
        address ? change.mutate({ ...input, addressId: address.addressId }) : add.mutate(input),
    },
  });
  const region = useController({ control: form.control, name: "deliveryAddress.region" });
  const { failure, isUnsaved } = form;
  useEffect(() => onTyped(isUnsaved), [onTyped, isUnsaved]);
  const field = (name: "name" | "phone" | "line", hint?: string) => (
    <FormField
      form={form}
      name={`deliveryAddress.${name}`}
      label={t(`rewards.addresses.${name}`)}
      hint={hint}
    >
      {(control) => <Input {...control} {...controls[name]} />}
    </FormField>
  );

  return (
    <form onSubmit={form.send} noValidate className="space-y-4">
      <div className="grid gap-4 sm:grid-cols-2">
        {field("name")}
        {field("phone")}
      </div>
      <RegionField
        value={region.field.value}
        error={region.fieldState.error?.message}
        maxLength={form.boundsOf("deliveryAddress.region").maxLength}
        inputRef={region.field.ref}
        onChange={region.field.onChange}
      />
      {field("line", t("rewards.addresses.lineHint"))}
      {address?.isDefault ? null : (
        <Checkbox
          label={t("rewards.addresses.makeDefault")}
          checked={form.watch("isDefault")}
          onChange={(event) => form.change("isDefault", event.target.checked)}
        />
      )}
      <div role="alert">
        {failure ? (
          <p className="rounded-md bg-seal-soft px-4 py-3 text-seal-ink text-sm">
            {failureOf(failure).detail ?? t("rewards.addresses.failed")}
          </p>
        ) : null}
      </div>
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onCancel}>{t("common.state.cancel")}</Button>
        <Button type="submit" variant="primary" pending={form.isPending} className="grow sm:grow-0">
          {form.isPending ? t("rewards.addresses.saving") : submit}
        </Button>
      </div>
    </form>
  );
}
