"use client";

import type { ReactNode } from "react";
import {
  type ControllerRenderProps,
  type FieldPath,
  type FieldValues,
  useController,
} from "react-hook-form";
import { Field, type FieldControl } from "@/ui/field";
import type { Bounds } from "./schema-bounds";
import type { ProcedureForm } from "./use-procedure-form";

interface FormFieldProps<
  Values extends FieldValues,
  Name extends FieldPath<Values>,
  Input extends FieldValues,
> {
  form: ProcedureForm<Values, Input>;
  name: Name;
  label: ReactNode;
  hint?: ReactNode;
  /** What is wrong whatever was typed. */
  error?: string | undefined;
  className?: string;
  children: (control: FieldControl & Bounds & ControllerRenderProps<Values, Name>) => ReactNode;
}

/** A field of a form over a procedure: its value, its bounds, and what is wrong with it. */
export function FormField<
  Values extends FieldValues,
  Name extends FieldPath<Values>,
  Input extends FieldValues,
>({ form, name, error, children, ...field }: FormFieldProps<Values, Name, Input>) {
  const { field: control, fieldState } = useController({ control: form.control, name });
  return (
    <Field {...field} error={error ?? fieldState.error?.message}>
      {(tied) => children({ ...tied, ...form.boundsOf(name), ...control })}
    </Field>
  );
}
