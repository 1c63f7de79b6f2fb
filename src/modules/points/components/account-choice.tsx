import { chipClass } from "@/ui/chip-class";

/** The accounts a balance is explained by, in the order of every listing. */
export const explainedAccounts = ["available", "pending", "frozen", "owed"] as const;
export type AccountName = (typeof explainedAccounts)[number];

interface AccountChoiceProps<Value extends string> {
  label: string;
  value: Value;
  options: readonly { value: Value; label: string; figure: string | undefined }[];
  onChange: (value: Value) => void;
}

/** Which figure to explain; each chip says the figure itself. */
export function AccountChoice<Value extends string>({
  label,
  value,
  options,
  onChange,
}: AccountChoiceProps<Value>) {
  return (
    <fieldset className="flex flex-wrap gap-2">
      <legend className="sr-only">{label}</legend>
      {options.map((option) => (
        <button
          key={option.value}
          type="button"
          aria-pressed={option.value === value}
          onClick={() => onChange(option.value)}
          className={chipClass(option.value === value)}
        >
          {option.label}
          {option.figure === undefined ? null : (
            <span className="tabular ml-1.5 font-normal">{option.figure}</span>
          )}
        </button>
      ))}
    </fieldset>
  );
}
