import { Minus, Plus } from "lucide-react";
import { useTranslations } from "next-intl";

interface QuantityFieldProps {
  value: number;
  max: number;
  onChange: (value: number) => void;
}

/** One, unless somebody wants more. */
export function QuantityField({ value, max, onChange }: QuantityFieldProps) {
  const t = useTranslations("rewards.dialog");
  const step =
    "grid size-11 place-items-center rounded-full border border-line-strong/60 hover:bg-sunken disabled:opacity-40";
  return (
    <fieldset className="flex items-center justify-between gap-4">
      <legend className="sr-only">{t("quantity")}</legend>
      <p>
        <span aria-hidden="true">{t("quantity")}</span>
        <span className="block text-ink-faint text-sm">{t("quantityHint", { count: max })}</span>
      </p>
      <span className="flex items-center gap-2">
        <button
          type="button"
          aria-label={t("fewer")}
          disabled={value <= 1}
          onClick={() => onChange(value - 1)}
          className={step}
        >
          <Minus aria-hidden="true" className="size-4" />
        </button>
        <output
          aria-label={t("quantity")}
          className="tabular w-8 text-center font-semibold text-lg"
        >
          {value}
        </output>
        <button
          type="button"
          aria-label={t("moreOne")}
          disabled={value >= max}
          onClick={() => onChange(value + 1)}
          className={step}
        >
          <Plus aria-hidden="true" className="size-4" />
        </button>
      </span>
    </fieldset>
  );
}
