import { DateInput } from "@/ui/date-input";
import { Field } from "@/ui/field";

interface WindowFieldsProps<Name extends string> {
  /** The field of its beginning, and that of its end. */
  names: readonly [Name, Name];
  draft: Record<Name, string>;
  label: (field: Name) => string;
  hint: string;
  required?: boolean;
  isFixed?: (field: Name) => boolean;
  errorOf: (field: Name) => string | undefined;
  onChange: (changed: Record<Name, string>) => void;
}

/** From when until when something holds. */
export function WindowFields<Name extends string>(props: WindowFieldsProps<Name>) {
  const { names, draft, label, hint, required = false, isFixed, errorOf, onChange } = props;
  return names.map((field) => (
    <Field key={field} label={label(field)} hint={hint} error={errorOf(field)}>
      {(control) => (
        <DateInput
          {...control}
          withTime
          required={required}
          readOnly={isFixed?.(field)}
          value={draft[field]}
          onChange={(value) => onChange({ [field]: value } as Record<Name, string>)}
        />
      )}
    </Field>
  ));
}
