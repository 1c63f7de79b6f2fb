import type { FieldValues, Path } from "react-hook-form";
import type { ProcedureForm } from "@/app/shell/use-procedure-form";
import { failureOf } from "@/trpc/client";

/** Which field a refusal is about that another member is the reason of. */
const FIELD: Record<string, string> = { PHONE_TAKEN: "phone" };

export function takenField(error: unknown): string | undefined {
  return FIELD[failureOf(error).code ?? ""];
}

/** Says at the field that another member has it. */
export function showTaken<Values extends FieldValues, Input>(
  error: unknown,
  form: ProcedureForm<Values, Input>,
): void {
  const field = takenField(error);
  if (field === undefined) return;
  const message = failureOf(error).detail ?? "";
  form.setError(field as Path<Values>, { type: "server", message }, { shouldFocus: true });
}
