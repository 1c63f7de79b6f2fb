import { useTranslations } from "next-intl";
import { Field } from "@/ui/field";
import { Input } from "@/ui/input";
import { type Address, type AddressFault, type AddressField, addressFields } from "./address";

/** What the browser may fill in by itself, and the bounds of the API. */
const controls = {
  name: { autoComplete: "shipping name", maxLength: 64 },
  phone: { autoComplete: "shipping tel", maxLength: 24, type: "tel" },
  region: { autoComplete: "shipping address-level1", maxLength: 100 },
  line: { autoComplete: "shipping street-address", maxLength: 200 },
} as const;

interface AddressFieldsProps {
  address: Address;
  faults: Partial<Record<AddressField, AddressFault>>;
  /** What the server said about a field. */
  refusals: Record<string, string>;
  onChange: (address: Address) => void;
}

export function AddressFields({ address, faults, refusals, onChange }: AddressFieldsProps) {
  const t = useTranslations("rewards.dialog");

  function fault(field: AddressField): string | undefined {
    if (faults[field] === "MISSING") return t("required", { field: t(field) });
    return faults[field] === "INVALID" ? t("phoneInvalid") : refusals[field];
  }

  return (
    <fieldset>
      <legend className="mb-3 font-medium">{t("address")}</legend>
      <div className="grid gap-4 sm:grid-cols-2">
        {addressFields.map((field) => (
          <Field
            key={field}
            label={t(field)}
            hint={field === "region" || field === "line" ? t(`${field}Hint`) : undefined}
            error={fault(field)}
            className={field === "region" || field === "line" ? "sm:col-span-2" : ""}
          >
            {(control) => (
              <Input
                {...control}
                {...controls[field]}
                aria-required="true"
                value={address[field]}
                onChange={(event) => onChange({ ...address, [field]: event.target.value })}
              />
            )}
          </Field>
        ))}
      </div>
    </fieldset>
  );
}
