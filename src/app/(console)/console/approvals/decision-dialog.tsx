"use client";

import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useFormats } from "@/i18n/use-formats";
import { useTRPC } from "@/trpc/client";
import { ReasonDialog } from "../reason-dialog";
import type { Approval } from "./approval";
import { ApprovalChanges } from "./approval-changes";
import { ApprovalFacts } from "./approval-facts";
import { memberName, requesterName } from "./approval-row";
import { useSubjectName } from "./use-subject-name";

export interface Decision {
  approval: Approval;
  approve: boolean;
}

interface DecisionDialogProps {
  decision: Decision;
  actorName: (actor: string) => string;
  onClose: () => void;
  onDone: (words: string) => void;
}

export function DecisionDialog({ decision, actorName, onClose, onDone }: DecisionDialogProps) {
  const t = useTranslations("approvals.dialog");
  const tKinds = useTranslations("approvals.kinds");
  const format = useFormats();
  const trpc = useTRPC();
  const subjectName = useSubjectName();
  const { approval, approve } = decision;
  const { approvalId, contentHash } = approval;
  const decide = useMutation(
    trpc.approvals.decide.mutationOptions({
      onSuccess: ({ status }) =>
        onDone(t(status === "VOID" ? "void" : approve ? "approved" : "rejected")),
    }),
  );

  return (
    <ReasonDialog
      title={t(approve ? "approveTitle" : "rejectTitle")}
      description={
        approval.points === null || approval.kind === "BATCH"
          ? t("textOther", {
              actor: requesterName(approval, actorName),
              kind: tKinds(approval.kind),
              name: approval.batchId ?? subjectName(approval) ?? "",
              reason: approval.reason,
            })
          : t("text", {
              actor: requesterName(approval, actorName),
              points: format.signedPoints(approval.points),
              reason: approval.reason,
            })
      }
      hint={t("reasonHint")}
      submit={t(approve ? "approveSubmit" : "rejectSubmit")}
      submitting={t("submitting")}
      act={decide}
      onReason={(reason) => decide.mutate({ approvalId, approve, reason, contentHash })}
      onClose={onClose}
    >
      {memberName(approval) ? <p className="font-medium">{memberName(approval)}</p> : null}
      <ApprovalChanges changes={approval.changes} />
      <ApprovalFacts approval={approval} />
      <p className="text-ink-soft text-sm">
        {t(approve ? `effect.${approval.kind}` : "effect.rejected")}
      </p>
    </ReasonDialog>
  );
}
