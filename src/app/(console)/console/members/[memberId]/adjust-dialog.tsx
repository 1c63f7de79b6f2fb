"use client";

import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { useFormats } from "@/i18n/use-formats";
import { useTRPC } from "@/trpc/client";
import { Dialog } from "@/ui/dialog";
import { Field } from "@/ui/field";
import { Input } from "@/ui/input";
import { SegmentedControl } from "@/ui/segmented-control";
import { Textarea } from "@/ui/textarea";
import { useUnsavedWork } from "@/ui/unsaved-work";
import { useApprovalThreshold } from "../../approvals/use-approval-threshold";
import { DialogFooter } from "../../dialog-footer";
import { readWhole } from "../../figures";
import { focusFirstInvalid } from "../../focus-first-invalid";
import type { ActionDialogProps } from "./action-props";
import { useWaitingCorrections, WaitingNotice } from "./waiting-corrections";

/** The most points one operation may move. */
const pointsMax = 1_000_000_000;

/** What names a correction that nobody named: sent again after a lost answer, it counts once. */
function newReference(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, "0"),
  ).join("");
}

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
  const tState = useTranslations("common.state");
  const format = useFormats();
  const trpc = useTRPC();
  const approvalAbovePoints = useApprovalThreshold();
  const waiting = useWaitingCorrections(memberId);
  const [direction, setDirection] = useState<"add" | "take">("add");
  const [figure, setFigure] = useState("");
  const [reason, setReason] = useState("");
  const [memberNote, setMemberNote] = useState("");
  const [reference, setReference] = useState("");
  const [ownReference, setOwnReference] = useState(newReference);
  const [tried, setTried] = useState(false);
  const amount = readWhole(figure) ?? 0;

  const adjust = useMutation(
    trpc.points.adjust.mutationOptions({
      onSuccess: (answer) => {
        const points = format.signedPoints(answer.points);
        onDone(
          answer.status === "APPLIED"
            ? t("done", { points, available: format.points(answer.available) })
            : t("waiting", { points }),
        );
        setFigure("");
        setReason("");
        setMemberNote("");
        setReference("");
        setOwnReference(newReference());
        setTried(false);
      },
    }),
  );

  const pointsError =
    amount === 0
      ? t("pointsInvalid")
      : amount > pointsMax
        ? t("pointsTooMany", { points: format.points(pointsMax) })
        : direction === "take" && amount > available
          ? t("pointsShort", { points: format.points(available) })
          : undefined;
  const reasonError = reason.trim() === "" ? t("reasonMissing") : undefined;
  const referenceError = /^[\x21-\x7e]{0,64}$/.test(reference) ? undefined : t("referenceInvalid");

  // Closed, the dialog keeps what was typed; the page that is left does not.
  useUnsavedWork(
    open && (figure !== "" || reason !== "" || memberNote !== "") && !adjust.isPending,
  );

  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    setTried(true);
    if (adjust.isPending) return;
    if (pointsError || reasonError || referenceError) {
      focusFirstInvalid(event.currentTarget);
      return;
    }
    adjust.mutate({
      memberId,
      points: direction === "add" ? amount : -amount,
      reason: reason.trim(),
      ...(memberNote.trim() === "" ? {} : { memberNote: memberNote.trim() }),
      reference: reference || ownReference,
    });
  }

  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={t("title")}
      description={t("text", { name, points: format.points(available) })}
      closeLabel={tState("close")}
    >
      <form onSubmit={submit} noValidate className="space-y-5">
        <WaitingNotice waiting={waiting} />
        <SegmentedControl
          label={t("direction")}
          value={direction}
          onChange={setDirection}
          options={[
            { value: "add", label: t("add") },
            { value: "take", label: t("take") },
          ]}
        />
        <Field
          label={t("points")}
          error={tried || amount > pointsMax ? pointsError : undefined}
          hint={
            amount === 0 || pointsError
              ? undefined
              : approvalAbovePoints !== null && amount > approvalAbovePoints
                ? t("needsApproval", { points: format.points(approvalAbovePoints) })
                : t("after", {
                    points: format.points(
                      direction === "add" ? available + amount : available - amount,
                    ),
                  })
          }
        >
          {(control) => (
            <Input
              {...control}
              inputMode="numeric"
              autoComplete="off"
              required
              value={figure}
              onChange={(event) => setFigure(event.target.value)}
            />
          )}
        </Field>
        <Field
          label={t("reason")}
          hint={tCorrection("reasonHint")}
          error={tried ? reasonError : undefined}
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
        <Field label={tCorrection("memberNote")} hint={tCorrection("memberNoteHint")}>
          {(control) => (
            <Textarea
              {...control}
              maxLength={200}
              value={memberNote}
              onChange={(event) => setMemberNote(event.target.value)}
            />
          )}
        </Field>
        <Field label={t("reference")} hint={t("referenceHint")} error={referenceError}>
          {(control) => (
            <Input
              {...control}
              autoComplete="off"
              value={reference}
              onChange={(event) => setReference(event.target.value.trim())}
            />
          )}
        </Field>
        <DialogFooter
          error={adjust.error}
          pending={adjust.isPending}
          submit={t("submit")}
          submitting={t("submitting")}
          onCancel={() => onOpenChange(false)}
        />
      </form>
    </Dialog>
  );
}
