"use client";

import type { ReactNode } from "react";
import { z } from "zod";
import { useProcedureForm } from "@/app/shell/use-procedure-form";
import { reasonText } from "@/platform/scalars";
import { FormDialog } from "./form-dialog";
import { ReasonField, useReasonWords } from "./reason-field";

const schema = z.object({ reason: reasonText });

interface ReasonDialogProps {
  open?: boolean;
  title: string;
  description: ReactNode;
  hint?: string;
  submit: string;
  submitting: string;
  destructive?: boolean;
  act: { isPending: boolean; error: unknown };
  onReason: (reason: string) => void;
  onClose: () => void;
  keeps?: boolean;
  className?: string;
  /** What is looked at before, and is no part of the form. */
  before?: ReactNode;
  /** What is decided, above the reason. */
  children?: ReactNode;
  /** Below it, such as that somebody was faster. */
  after?: ReactNode;
}

/** Asks once more, and why. */
export function ReasonDialog({
  hint,
  act,
  onReason,
  children,
  after,
  open = true,
  ...dialog
}: ReasonDialogProps) {
  const form = useProcedureForm({
    schema,
    open,
    defaultValues: { reason: "" },
    toInput: ({ reason }) => ({ reason: reason.trim() }),
    mutation: { ...act, mutate: ({ reason }) => onReason(reason) },
    words: { reason: useReasonWords() },
  });
  return (
    <FormDialog {...dialog} open={open} form={form}>
      {children}
      <ReasonField form={form} hint={hint} />
      {after}
    </FormDialog>
  );
}
