import { Plus } from "lucide-react";
import { useTranslations } from "next-intl";
import { useId } from "react";
import { Button } from "@/ui/button";
import { Skeleton } from "@/ui/skeleton";
import type { EditedAddress } from "../addresses/address-form";
import type { Addresses } from "../addresses/use-addresses";

export interface AddressChoiceProps {
  addresses: Addresses;
  chosen: string | null;
  error: string | undefined;
  onChoose: (addressId: string) => void;
  onEdit: (address: EditedAddress | "new") => void;
}

/** One of the addresses that are kept, or a new one. */
export function AddressChoice({ addresses, chosen, error, onChoose, onEdit }: AddressChoiceProps) {
  const t = useTranslations("rewards.addresses");
  const errorId = useId();
  return (
    <fieldset aria-describedby={error ? errorId : undefined}>
      <legend className="mb-2 font-medium">{t("choose")}</legend>
      {addresses.isPending ? <Skeleton className="h-20 w-full" /> : null}
      {addresses.isError ? (
        <p className="mb-2 text-ink-soft text-sm">
          {t("unread")}{" "}
          <button type="button" className="underline underline-offset-4" onClick={addresses.retry}>
            {t("retry")}
          </button>
        </p>
      ) : null}
      <div className="space-y-2">
        {addresses.items.map(
          ({ addressId, deliveryAddress: { name, phone, region, line }, ...rest }) => (
            <div
              key={addressId}
              className="flex items-start gap-3 rounded-md border border-line px-3 py-2.5 has-checked:border-ink"
            >
              <label className="flex min-h-11 min-w-0 grow cursor-pointer items-start gap-3">
                <input
                  type="radio"
                  name="addressId"
                  className="mt-1 size-4 shrink-0 accent-seal"
                  checked={addressId === chosen}
                  onChange={() => onChoose(addressId)}
                />
                <span className="min-w-0 text-sm">
                  <span className="block break-words font-medium">
                    {name} <span className="tabular font-normal">{phone}</span>
                  </span>
                  <span className="block break-words text-ink-soft">
                    {region} {line}
                  </span>
                </span>
              </label>
              <Button
                size="sm"
                variant="quiet"
                aria-label={t("editLabel", { name, line })}
                onClick={() =>
                  onEdit({ addressId, deliveryAddress: { name, phone, region, line }, ...rest })
                }
              >
                {t("edit")}
              </Button>
            </div>
          ),
        )}
      </div>
      <Button size="sm" className="mt-2" data-add-address onClick={() => onEdit("new")}>
        <Plus aria-hidden="true" className="size-4" />
        {t("add")}
      </Button>
      {error ? (
        <p id={errorId} role="alert" className="mt-2 text-seal-ink text-sm">
          {error}
        </p>
      ) : null}
    </fieldset>
  );
}
