"use client";

import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { FormField } from "@/app/shell/form-field";
import { useProcedureForm } from "@/app/shell/use-procedure-form";
import { commentInput } from "@/modules/approvals/schema";
import { useTRPC } from "@/trpc/client";
import { Textarea } from "@/ui/textarea";
import { FormDialog } from "../form-dialog";
import { ReasonDialog } from "../reason-dialog";
import type { Approval } from "./approval";

interface DialogProps {
  approval: Approval;
  onClose: () => void;
  onDone: (words: string) => void;
}

export function CommentDialog({ approval, onClose, onDone }: DialogProps) {
  const t = useTranslations("approvals.commentDialog");
  const trpc = useTRPC();
  const comment = useMutation(
    trpc.approvals.comment.mutationOptions({ onSuccess: () => onDone(t("done")) }),
  );
  const form = useProcedureForm({
    schema: commentInput,
    defaultValues: { text: "" },
    toInput: ({ text }) => ({ approvalId: approval.approvalId, text: text.trim() }),
    words: { text: t("missing") },
    mutation: comment,
  });
  return (
    <FormDialog
      form={form}
      title={t("title")}
      submit={t("submit")}
      submitting={t("submitting")}
      onClose={onClose}
    >
      <FormField form={form} name="text" label={t("text")} hint={t("hint")}>
        {(control) => <Textarea {...control} />}
      </FormField>
    </FormDialog>
  );
}

export function WithdrawDialog({ approval, onClose, onDone }: DialogProps) {
  const t = useTranslations("approvals.withdrawDialog");
  const trpc = useTRPC();
  const { approvalId } = approval;
  const withdraw = useMutation(
    trpc.approvals.withdraw.mutationOptions({ onSuccess: () => onDone(t("done")) }),
  );
  return (
    <ReasonDialog
      title={t("title")}
      description={t("text")}
      submit={t("submit")}
      submitting={t("submitting")}
      act={withdraw}
      onReason={(reason) => withdraw.mutate({ approvalId, reason })}
      onClose={onClose}
    />
  );
}
