"use client";

import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { FormField } from "@/app/shell/form-field";
import { useProcedureForm } from "@/app/shell/use-procedure-form";
import { useFormats } from "@/i18n/use-formats";
import { adjustInput } from "@/modules/corrections/schema";
import { POINTS_MAX } from "@/platform/scalars";
import { useTRPC } from "@/trpc/client";
import { Input } from "@/ui/input";
import { SegmentedControl } from "@/ui/segmented-control";
import { Textarea } from "@/ui/textarea";
import { useApprovalThreshold } from "../../approvals/use-approval-threshold";
import { readWhole } from "../../figures";
import { FormDialog } from "../../form-dialog";
import { ReasonField, useReasonWords } from "../../reason-field";
import type { ActionDialogProps } from "./action-props";
import { useWaitingCorrections, WaitingNotice } from "./waiting-corrections";

/** What names a correction that nobody named: sent again after a lost answer, it counts once. */
function newReference(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, "0"),
  ).join("");
}

type Direction = "add" | "take";

export function AdjustDialog({
  open,
  onOpenChange,
  onDone,
  memberId,
  name,
  available,
}: ActionDialogProps) {
  const t = useTranslations("console.adjust");
  const tCorrection = useTranslations("shell.correction");
  const format = useFormats();
  const trpc = useTRPC();
  const approvalAbovePoints = useApprovalThreshold();
  const waiting = useWaitingCorrections(memberId);
  const [ownReference, setOwnReference] = useState(newReference);
  const adjust = useMutation(
    trpc.points.adjust.mutationOptions({
      onSuccess: (answer) => {
        const points = format.signedPoints(answer.points);
        onDone(
          answer.status === "APPLIED"
            ? t("done", { points, available: format.points(answer.available) })
            : t("waiting", { points }),
        );
        setOwnReference(newReference());
        form.reset();
      },
    }),
  );

  function pointsFault(direction: Direction, amount: number): string | undefined {
    if (amount === 0) return t("pointsInvalid");
    if (amount > POINTS_MAX) return t("pointsTooMany", { points: format.points(POINTS_MAX) });
    return direction === "take" && amount > available
      ? t("pointsShort", { points: format.points(available) })
      : undefined;
  }

  const form = useProcedureForm({
    schema: adjustInput,
    open,
    defaultValues: {
      direction: "add" as Direction,
      points: "",
      reason: "",
      memberNote: "",
      reference: "",
    },
    toInput: ({ direction, points, reason, memberNote, reference }) => ({
      memberId,
      points: (readWhole(points) ?? 0) * (direction === "add" ? 1 : -1),
      reason: reason.trim(),
      ...(memberNote.trim() === "" ? {} : { memberNote: memberNote.trim() }),
      reference: reference.trim() || ownReference,
    }),
    check: ({ direction, points }) => ({ points: pointsFault(direction, readWhole(points) ?? 0) }),
    words: { reason: useReasonWords(), reference: t("referenceInvalid") },
    mutation: adjust,
  });
  const [direction, figure] = form.watch(["direction", "points"]);
  const amount = readWhole(figure) ?? 0;
  const isLarge = approvalAbovePoints !== null && amount > approvalAbovePoints;
  const after = direction === "add" ? available + amount : available - amount;

  return (
    <FormDialog
      form={form}
      open={open}
      keeps
      title={t("title")}
      description={t("text", { name, points: format.points(available) })}
      submit={t("submit")}
      submitting={t("submitting")}
      onClose={() => onOpenChange(false)}
    >
      <WaitingNotice waiting={waiting} />
      <SegmentedControl
        label={t("direction")}
        value={direction}
        onChange={(next) => form.change("direction", next, ["points"])}
        options={[
          { value: "add", label: t("add") },
          { value: "take", label: t("take") },
        ]}
      />
      <FormField
        form={form}
        name="points"
        label={t("points")}
        hint={
          pointsFault(direction, amount)
            ? undefined
            : isLarge
              ? t("needsApproval", { points: format.points(approvalAbovePoints) })
              : t("after", { points: format.points(after) })
        }
      >
        {(control) => <Input {...control} inputMode="numeric" autoComplete="off" />}
      </FormField>
      <ReasonField form={form} hint={tCorrection("reasonHint")} />
      <FormField
        form={form}
        name="memberNote"
        label={tCorrection("memberNote")}
        hint={tCorrection("memberNoteHint")}
      >
        {(control) => <Textarea {...control} />}
      </FormField>
      <FormField form={form} name="reference" label={t("reference")} hint={t("referenceHint")}>
        {(control) => <Input {...control} autoComplete="off" />}
      </FormField>
    </FormDialog>
  );
}
