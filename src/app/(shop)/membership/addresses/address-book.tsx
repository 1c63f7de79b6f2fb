"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { lazy, Suspense, useState } from "react";
import { failureOf, useTRPC } from "@/trpc/client";
import { Badge } from "@/ui/badge";
import { Button } from "@/ui/button";
import { EmptyState } from "@/ui/empty-state";
import { showToast } from "@/ui/toast-store";
import type { EditedAddress } from "./address-form";
import { useAddresses } from "./use-addresses";

const AddressDialog = lazy(async () => ({
  default: (await import("./address-dialog")).AddressDialog,
}));

/** Where the member has parcels sent: to be added to, changed and removed. */
export function AddressBook() {
  const t = useTranslations("rewards.addresses");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const { items, isError, isPending, retry } = useAddresses();
  const [edited, setEdited] = useState<EditedAddress | "new" | null>(null);
  const refresh = () =>
    queryClient.invalidateQueries({ queryKey: trpc.rewards.addresses.queryKey() });
  const told = {
    onSettled: refresh,
    onError: (error: unknown) => showToast("bad", failureOf(error).detail ?? t("failed")),
  };
  const remove = useMutation(
    trpc.rewards.removeAddress.mutationOptions({
      ...told,
      onSuccess: () => showToast("good", t("removed")),
    }),
  );
  const propose = useMutation(trpc.rewards.changeAddress.mutationOptions(told));
  const isBusy = remove.isPending || propose.isPending;
  const add = (
    <Button variant="primary" size="sm" onClick={() => setEdited("new")}>
      {t("add")}
    </Button>
  );

  if (isError)
    return (
      <EmptyState
        title={t("unread")}
        hint=""
        action={<Button onClick={retry}>{t("retry")}</Button>}
      />
    );
  return (
    <>
      {items.length === 0 && !isPending ? (
        <EmptyState title={t("empty")} hint={t("emptyHint")} action={add} />
      ) : (
        <>
          <ul>
            {items.map((address) => {
              const { name, phone, region, line } = address.deliveryAddress;
              return (
                <li
                  key={address.addressId}
                  className="border-line border-b py-4 first:pt-0 last:border-0"
                >
                  <p className="flex flex-wrap items-center gap-x-3 gap-y-1 font-medium">
                    <span className="break-all">{name}</span>
                    <span className="tabular font-normal text-ink-soft">{phone}</span>
                    {address.isDefault ? <Badge tone="seal">{t("isDefault")}</Badge> : null}
                  </p>
                  <p className="break-words text-ink-soft text-sm">
                    {region} {line}
                  </p>
                  <p className="mt-2 -ml-3.5 flex flex-wrap gap-1">
                    <Button
                      size="sm"
                      variant="quiet"
                      aria-label={t("editLabel", { name, line })}
                      onClick={() => setEdited(address)}
                    >
                      {t("edit")}
                    </Button>
                    {address.isDefault ? null : (
                      <Button
                        size="sm"
                        variant="quiet"
                        pending={isBusy}
                        aria-label={t("proposeLabel", { name, line })}
                        onClick={() =>
                          propose.mutate({ addressId: address.addressId, isDefault: true })
                        }
                      >
                        {t("propose")}
                      </Button>
                    )}
                    <Button
                      size="sm"
                      variant="quiet"
                      pending={isBusy}
                      aria-label={t("removeLabel", { name, line })}
                      onClick={() => remove.mutate({ addressId: address.addressId })}
                    >
                      {t("remove")}
                    </Button>
                  </p>
                </li>
              );
            })}
          </ul>
          {items.length > 0 ? <p className="mt-4">{add}</p> : null}
        </>
      )}
      {edited ? (
        <Suspense>
          <AddressDialog
            address={edited === "new" ? null : edited}
            onClose={() => setEdited(null)}
          />
        </Suspense>
      ) : null}
    </>
  );
}
