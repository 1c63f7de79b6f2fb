"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import type { FieldValues } from "react-hook-form";
import type { ProcedureForm } from "@/app/shell/use-procedure-form";
import { failureOf } from "@/trpc/client";
import { Dialog } from "@/ui/dialog";
import { DialogFooter } from "./dialog-footer";
import { VersionConflict } from "./version-conflict";

interface FormDialogProps<Values extends FieldValues, Input extends FieldValues> {
  form: ProcedureForm<Values, Input>;
  open?: boolean;
  title: string;
  description?: ReactNode;
  submit: string;
  submitting: string;
  destructive?: boolean;
  onClose: () => void;
  /** Closed, it keeps what was typed: then nobody is asked. */
  keeps?: boolean;
  className?: string;
  /** Above the form and no part of it: what is typed there is not sent, whatever key is pressed. */
  before?: ReactNode;
  /** How to go on where somebody else saved meanwhile: with the latest, and what was typed. */
  conflict?: {
    save: { error: unknown; reset: () => void };
    onReload: () => Promise<unknown>;
    words?: string;
  };
  children: ReactNode;
}

/** A form in a dialog: its fields, what went wrong, the way back, and the act. */
export function FormDialog<Values extends FieldValues, Input extends FieldValues>({
  form,
  open = true,
  submit,
  submitting,
  destructive = false,
  onClose,
  keeps = false,
  before,
  conflict,
  children,
  ...dialog
}: FormDialogProps<Values, Input>) {
  const tState = useTranslations("common.state");
  const isConflict = failureOf(conflict?.save.error).code === "VERSION_CONFLICT";
  return (
    <Dialog
      {...dialog}
      open={open}
      onOpenChange={(next) => (next ? undefined : onClose())}
      closeLabel={tState("close")}
      unsaved={!keeps && form.isUnsaved}
    >
      {before ? <div className="mb-5 space-y-5">{before}</div> : null}
      <form onSubmit={form.send} noValidate className="space-y-5">
        {children}
        {conflict && isConflict ? (
          <VersionConflict
            words={conflict.words}
            onReload={async () => {
              await conflict.onReload();
              conflict.save.reset();
            }}
          />
        ) : null}
        <DialogFooter
          error={isConflict ? null : form.failure}
          pending={form.isPending}
          submit={submit}
          submitting={submitting}
          destructive={destructive}
          onCancel={onClose}
        />
      </form>
    </Dialog>
  );
}
