import type { ComponentProps, ReactNode } from "react";

interface CheckboxProps extends Omit<ComponentProps<"input">, "type"> {
  label: ReactNode;
  hint?: ReactNode;
}

export function Checkbox({ label, hint, ...rest }: CheckboxProps) {
  return (
    <label className="-mx-2 flex items-start gap-3 rounded-md px-2 py-2 hover:bg-sunken">
      <input type="checkbox" className="mt-0.5 size-5 shrink-0 accent-seal" {...rest} />
      <span>
        <span className="block">{label}</span>
        {hint ? <span className="block text-ink-faint text-sm">{hint}</span> : null}
      </span>
    </label>
  );
}
