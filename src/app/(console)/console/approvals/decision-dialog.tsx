"use client";

import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { useFormats } from "@/i18n/use-formats";
import { useTRPC } from "@/trpc/client";
import { Dialog } from "@/ui/dialog";
import { Field } from "@/ui/field";
import { Textarea } from "@/ui/textarea";
import { DialogFooter } from "../dialog-footer";
import { focusFirstInvalid } from "../focus-first-invalid";
import { ApprovalChanges } from "./approval-changes";
import { type Approval, memberName, requesterName } from "./approval-row";

export interface DecisionWanted {
  approval: Approval;
  approve: boolean;
}

interface DecisionDialogProps {
  wanted: DecisionWanted;
  actorName: (actor: string) => string;
  onClose: () => void;
  onDone: (words: string) => void;
}

export function DecisionDialog({ wanted, actorName, onClose, onDone }: DecisionDialogProps) {
  const t = useTranslations("approvals.dialog");
  const tKinds = useTranslations("approvals.kinds");
  const tState = useTranslations("common.state");
  const format = useFormats();
  const trpc = useTRPC();
  const [reason, setReason] = useState("");
  const [tried, setTried] = useState(false);
  const { approval, approve } = wanted;
  const decide = useMutation(
    trpc.approvals.decide.mutationOptions({
      onSuccess: () => onDone(t(approve ? "approved" : "rejected")),
    }),
  );

  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    setTried(true);
    if (decide.isPending) return;
    if (reason.trim() === "") {
      focusFirstInvalid(event.currentTarget);
      return;
    }
    decide.mutate({ approvalId: approval.approvalId, approve, reason: reason.trim() });
  }

  return (
    <Dialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={t(approve ? "approveTitle" : "rejectTitle")}
      description={
        approval.points === null || approval.changes.length > 0
          ? t("textOther", {
              actor: requesterName(approval, actorName),
              kind: tKinds(approval.kind),
              name: approval.batchId ?? approval.subject?.name ?? "",
              reason: approval.reason,
            })
          : t("text", {
              actor: requesterName(approval, actorName),
              points: format.signedPoints(approval.points),
              reason: approval.reason,
            })
      }
      closeLabel={tState("close")}
      unsaved={reason !== "" && !decide.isPending}
    >
      <form onSubmit={submit} noValidate className="space-y-5">
        {memberName(approval) ? <p className="font-medium">{memberName(approval)}</p> : null}
        <ApprovalChanges changes={approval.changes} />
        <p className="text-ink-soft text-sm">
          {t(approve ? `effect.${approval.kind}` : "effect.rejected")}
        </p>
        <Field
          label={t("reason")}
          hint={t("reasonHint")}
          error={tried && reason.trim() === "" ? t("reasonMissing") : undefined}
        >
          {(control) => (
            <Textarea
              {...control}
              required
              maxLength={200}
              value={reason}
              onChange={(event) => setReason(event.target.value)}
            />
          )}
        </Field>
        <DialogFooter
          error={decide.error}
          pending={decide.isPending}
          submit={t(approve ? "approveSubmit" : "rejectSubmit")}
          submitting={t("submitting")}
          onCancel={onClose}
        />
      </form>
    </Dialog>
  );
}
