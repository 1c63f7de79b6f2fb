"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useLocale, useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import { z } from "zod";
import { FormField } from "@/app/shell/form-field";
import { useProcedureForm } from "@/app/shell/use-procedure-form";
import { adjustInput } from "@/modules/corrections/schema";
import { SELECTED_MAX } from "@/modules/lists/schema/selections";
import { figureIn } from "@/platform/pasted";
import { type Outputs, useTRPCClient } from "@/trpc/client";
import { Dialog } from "@/ui/dialog";
import { Input } from "@/ui/input";
import { showToast } from "@/ui/toast-store";
import { UnitInput } from "@/ui/unit-input";
import { DryRunReport } from "../batches/new/dry-run-report";
import { newKey, postBatch } from "../batches/post-batch";
import { FormDialog } from "../form-dialog";
import { type Chosen, idsOf, NotSelected } from "../list/chosen-ids";
import { ReasonField, useReasonWords } from "../reason-field";

/** What each of them gets or gives, as a correction of one member has it. */
const wish = z.strictObject({
  points: adjustInput.shape.points,
  reason: adjustInput.shape.reason,
  memberNote: adjustInput.shape.memberNote,
});
type Wish = z.input<typeof wish>;

interface Judged {
  wish: Wish;
  rows: { memberId: string; points: number; memberNote?: string; line: number }[];
  answer: Outputs["points"]["createBatch"];
  applyKey: string;
}

interface BulkProps {
  chosen: Chosen;
  onClose: () => void;
}

/** The same correction for all who are chosen: a batch, with its preview, its second person and its limits. */
export function BulkPoints({ chosen, onClose }: BulkProps) {
  const t = useTranslations("lists.points");
  const tState = useTranslations("common.state");
  const locale = useLocale();
  const router = useRouter();
  const queryClient = useQueryClient();
  const { judge, count, judged } = useJudged(chosen);
  const apply = useMutation({
    mutationFn: ({ repeatOf, ...known }: Judged & { repeatOf: string | null }) =>
      postBatch(
        {
          reason: known.wish.reason,
          dryRun: false,
          rows: known.rows,
          ...(repeatOf ? { repeatOf } : {}),
        },
        repeatOf ? `${known.applyKey}-${repeatOf}` : known.applyKey,
        locale,
      ),
    onSuccess: ({ batchId, status }) => {
      showToast("good", t(status === "WAITING_FOR_APPROVAL" ? "waiting" : "running"));
      void queryClient.invalidateQueries();
      router.push(`/console/batches/${batchId}`);
    },
  });
  const form = useProcedureForm({
    schema: wish,
    defaultValues: { points: "", reason: "", memberNote: "" },
    toInput: ({ points, reason, memberNote }) => ({
      points: Number(figureIn(points) ?? Number.NaN),
      reason,
      ...(memberNote.trim() ? { memberNote } : {}),
    }),
    words: { points: t("pointsWrong"), reason: useReasonWords() },
    mutation: judge,
  });
  if (judged) {
    return (
      <Dialog
        open
        onOpenChange={(next) => (next ? undefined : onClose())}
        title={t("previewTitle")}
        closeLabel={tState("close")}
        className="sm:max-w-2xl"
      >
        <DryRunReport
          answer={judged.answer}
          file={judged}
          pending={apply.isPending || apply.isSuccess}
          error={apply.error}
          onApply={(repeatOf) => apply.mutate({ ...judged, repeatOf })}
        />
      </Dialog>
    );
  }
  const refusal = judge.error instanceof NotSelected ? judge.error.why : null;
  return (
    <FormDialog
      form={refusal ? { ...form, failure: null } : form}
      title={t("title")}
      description={t("text")}
      submit={t("preview")}
      submitting={count === null ? t("previewing") : t("collecting", { count })}
      onClose={onClose}
    >
      {refusal ? (
        <p role="alert" className="rounded-md bg-warn-soft px-4 py-3 text-sm text-warn">
          {t(`refused.${refusal}`, { count: SELECTED_MAX })}
        </p>
      ) : null}
      <FormField form={form} name="points" label={t("points")} hint={t("pointsHint")}>
        {(control) => <UnitInput {...control} required unit={t("unit")} data-autofocus />}
      </FormField>
      <ReasonField form={form} hint={t("reasonHint")} />
      <FormField form={form} name="memberNote" label={t("memberNote")} hint={t("memberNoteHint")}>
        {(control) => <Input {...control} autoComplete="off" />}
      </FormField>
    </FormDialog>
  );
}

/** First it is found out who they are, then what would happen: nothing moves. */
function useJudged(chosen: Chosen) {
  const client = useTRPCClient();
  const locale = useLocale();
  const [count, setCount] = useState<number | null>(null);
  const [judged, setJudged] = useState<Judged | null>(null);
  const isOver = useRef(false);
  useEffect(() => {
    isOver.current = false;
    return () => {
      isOver.current = true;
    };
  }, []);
  const judge = useMutation({
    mutationFn: async (asked: Wish) => {
      const ids = await idsOf(client, chosen, { told: setCount, isOver: () => isOver.current });
      const { points, memberNote } = asked;
      const rows = ids.map((memberId, at) => ({
        memberId,
        points,
        ...(memberNote && { memberNote }),
        line: at + 1,
      }));
      const answer = await postBatch(
        { reason: asked.reason, dryRun: true, rows },
        newKey(),
        locale,
      );
      return { wish: asked, rows, answer, applyKey: newKey() };
    },
    onSuccess: setJudged,
    onSettled: () => setCount(null),
  });
  return { judge, count, judged };
}
