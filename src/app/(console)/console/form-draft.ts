import { type FieldError, type FieldValues, get, type PathValue } from "react-hook-form";
import type { ProcedureForm } from "@/app/shell/use-procedure-form";

interface Words {
  /** What the server says of a field, in its words. */
  refused: (message: string) => string;
  fault: (field: string) => string;
}

/** How the fields of a form that are drawn elsewhere ask what is wrong with them, and change what is typed. */
export function draftFields<Values extends FieldValues, Input extends FieldValues>(
  form: ProcedureForm<Values, Input>,
  { refused, fault: said }: Words,
) {
  const { errors } = form.formState;
  return {
    errorOf(field: string): string | undefined {
      const fault: FieldError | undefined = get(errors, field);
      if (fault?.type === "server") return refused(fault.message ?? "");
      return fault?.type === "page" ? fault.message : fault && said(field);
    },
    change(changed: Partial<Values>): void {
      for (const [field, value] of Object.entries(changed)) {
        type Path = Parameters<typeof form.change>[0];
        form.change(field as Path, value as PathValue<Values, Path>);
      }
    },
  };
}
