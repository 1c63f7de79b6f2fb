"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import { z } from "zod";
import { useProcedureForm } from "@/app/shell/use-procedure-form";
import { useFormats } from "@/i18n/use-formats";
import { issueManyInput } from "@/modules/coupons/schema/coupons";
import { SELECTED_MAX } from "@/modules/lists/schema/selections";
import { textIn } from "@/platform/texts";
import { useTRPCClient } from "@/trpc/client";
import { useActKey } from "@/trpc/use-act-key";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { showToast } from "@/ui/toast-store";
import { CouponSelect, useCouponDefinitions } from "../coupons/coupon-select";
import { DialogFooter } from "../dialog-footer";
import { FormDialog } from "../form-dialog";
import { type Chosen, idsOf, NotSelected } from "../list/chosen-ids";
import { ReasonField, useReasonWords } from "../reason-field";

const wish = z.strictObject({
  definitionId: issueManyInput.shape.definitionId,
  reason: issueManyInput.shape.reason,
});
type Wish = z.input<typeof wish>;

interface BulkProps {
  chosen: Chosen;
  onClose: () => void;
}

/** One coupon for each who is chosen: an issue as from a list of members. */
export function BulkCoupon({ chosen, onClose }: BulkProps) {
  const t = useTranslations("lists.coupon");
  const client = useTRPCClient();
  const [count, setCount] = useState<number | null>(null);
  const [found, setFound] = useState<{ wish: Wish; ids: string[] } | null>(null);
  const isOver = useRef(false);
  useEffect(() => {
    isOver.current = false;
    return () => {
      isOver.current = true;
    };
  }, []);
  const find = useMutation({
    mutationFn: async (asked: Wish) => ({
      wish: asked,
      ids: await idsOf(client, chosen, { told: setCount, isOver: () => isOver.current }),
    }),
    onSuccess: setFound,
    onSettled: () => setCount(null),
  });
  const form = useProcedureForm({
    schema: wish,
    defaultValues: { definitionId: "", reason: "" },
    toInput: (typed) => typed,
    words: { definitionId: t("none"), reason: useReasonWords() },
    mutation: find,
  });
  if (found) return <Confirm {...found} onClose={onClose} />;
  const refusal = find.error instanceof NotSelected ? find.error.why : null;
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
      <CouponSelect
        label={t("coupon")}
        none={t("choose")}
        value={form.watch("definitionId")}
        error={form.formState.errors.definitionId?.message}
        onChange={(definitionId) => form.change("definitionId", definitionId)}
      />
      <ReasonField form={form} />
    </FormDialog>
  );
}

function Confirm({
  wish: { definitionId, reason },
  ids,
  onClose,
}: {
  wish: Wish;
  ids: string[];
  onClose: () => void;
}) {
  const t = useTranslations("lists.coupon");
  const tState = useTranslations("common.state");
  const { locale } = useFormats();
  const client = useTRPCClient();
  const queryClient = useQueryClient();
  const definitions = useCouponDefinitions();
  const act = useActKey();
  const issue = useMutation({
    // Sent again after a lost answer it is the same issue, not another one.
    mutationFn: () => {
      const input = { definitionId, reason, members: ids.map((memberId) => ({ memberId })) };
      return act(input, (options) => client.coupons.issueMany.mutate(input, options));
    },
    onSuccess: async ({ approvalId }) => {
      showToast("good", t(approvalId === null ? "running" : "waiting"));
      onClose();
      await queryClient.invalidateQueries();
    },
  });
  const one = definitions.data?.items.find((known) => known.definitionId === definitionId);
  return (
    <Dialog
      open
      onOpenChange={(next) => (next ? undefined : onClose())}
      title={t("previewTitle")}
      closeLabel={tState("close")}
    >
      <form
        className="space-y-5"
        onSubmit={(event) => {
          event.preventDefault();
          issue.mutate();
        }}
      >
        <p>{t("will", { count: ids.length, coupon: one ? textIn(one.name, locale) : "" })}</p>
        {ids.length > 0 ? (
          <DialogFooter
            error={issue.error}
            pending={issue.isPending}
            submit={t("apply", { count: ids.length })}
            submitting={t("applying")}
            onCancel={onClose}
          />
        ) : (
          <Button onClick={onClose}>{tState("close")}</Button>
        )}
      </form>
    </Dialog>
  );
}
