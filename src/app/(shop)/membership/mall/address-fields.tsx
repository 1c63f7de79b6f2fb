import { useTranslations } from "next-intl";
import type { FieldValues } from "react-hook-form";
import { FormField } from "@/app/shell/form-field";
import type { ProcedureForm } from "@/app/shell/use-procedure-form";
import type { DeliveryAddress } from "@/modules/rewards/schema";
import { Input } from "@/ui/input";

/** What the browser may fill in by itself. */
const controls = {
  name: { autoComplete: "shipping name" },
  phone: { autoComplete: "shipping tel", type: "tel" },
  region: { autoComplete: "shipping address-level1" },
  line: { autoComplete: "shipping street-address" },
} as const;

export const addressFields = ["name", "phone", "region", "line"] as const;

interface AddressFieldsProps<Input extends FieldValues> {
  form: ProcedureForm<{ deliveryAddress: DeliveryAddress }, Input>;
}

export function AddressFields<Wish extends FieldValues>({ form }: AddressFieldsProps<Wish>) {
  const t = useTranslations("rewards.dialog");
  return (
    <fieldset>
      <legend className="mb-3 font-medium">{t("address")}</legend>
      <div className="grid gap-4 sm:grid-cols-2">
        {addressFields.map((field) => (
          <FormField
            key={field}
            form={form}
            name={`deliveryAddress.${field}`}
            label={t(field)}
            hint={field === "region" || field === "line" ? t(`${field}Hint`) : undefined}
            className={field === "region" || field === "line" ? "sm:col-span-2" : ""}
          >
            {(control) => <Input {...control} {...controls[field]} />}
          </FormField>
        ))}
      </div>
    </fieldset>
  );
}
