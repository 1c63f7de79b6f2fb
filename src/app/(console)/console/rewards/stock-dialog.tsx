"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { FormField } from "@/app/shell/form-field";
import { useProcedureForm } from "@/app/shell/use-procedure-form";
import { useFormats } from "@/i18n/use-formats";
import { stockInput } from "@/modules/rewards/schema/managed";
import { STOCK_MAX } from "@/modules/rewards/schema/rewards";
import { textIn } from "@/platform/texts";
import { useTRPC } from "@/trpc/client";
import { SegmentedControl } from "@/ui/segmented-control";
import { showToast } from "@/ui/toast-store";
import { UnitInput } from "@/ui/unit-input";
import { typedWhole } from "../figures";
import { FormDialog } from "../form-dialog";
import { ReasonField, useReasonWords } from "../reason-field";
import type { ManagedReward } from "./managed-reward";

type Way = "add" | "take" | "set" | "unlimited";

/** More or fewer pieces, or so many from now on; somebody may be redeeming at this moment. */
export function StockDialog({ reward, onClose }: { reward: ManagedReward; onClose: () => void }) {
  const t = useTranslations("mallDesk");
  const format = useFormats();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const { rewardId, stock } = reward;
  const ways: readonly Way[] = stock === null ? ["set"] : ["add", "take", "set", "unlimited"];
  const save = useMutation(
    trpc.rewards.changeStock.mutationOptions({
      onSuccess: async (now) => {
        const left = now.stock === null ? t("unlimited") : format.points(now.stock);
        const words = now.approvalId === null ? t("stock.done", { stock: left }) : t("waits");
        showToast("good", words);
        onClose();
        await queryClient.invalidateQueries();
      },
    }),
  );

  function piecesFault(way: Way, text: string): string | undefined {
    const [least, most] = [way === "set" ? 0 : 1, way === "take" ? (stock ?? 0) : STOCK_MAX];
    const pieces = typedWhole(text) ?? Number.NaN;
    return way === "unlimited" || (pieces >= least && pieces <= most)
      ? undefined
      : t("stock.piecesInvalid", { min: format.points(least), max: format.points(most) });
  }

  const form = useProcedureForm({
    schema: stockInput,
    defaultValues: { way: ways[0] as Way, pieces: "", reason: "" },
    toInput: ({ way, pieces, reason }) => {
      const count = typedWhole(pieces) ?? 0;
      const change =
        way === "add" ? { by: count } : way === "take" ? { by: -count } : { to: count };
      return { rewardId, reason: reason.trim(), ...(way === "unlimited" ? { to: null } : change) };
    },
    check: ({ way, pieces }) => ({ pieces: piecesFault(way, pieces) }),
    shownAt: { by: "pieces", to: "pieces" },
    words: { reason: useReasonWords() },
    mutation: save,
  });
  const way = form.watch("way");

  return (
    <FormDialog
      form={form}
      title={t("stock.title", { reward: textIn(reward.name, format.locale) })}
      description={
        stock === null ? t("stock.nowUnlimited") : t("stock.now", { stock: format.points(stock) })
      }
      submit={t("stock.submit")}
      submitting={t("submitting")}
      onClose={onClose}
    >
      {ways.length > 1 ? (
        <SegmentedControl
          label={t("stock.way")}
          value={way}
          onChange={(next) => form.change("way", next, ["pieces"])}
          options={ways.map((value) => ({ value, label: t(`stock.ways.${value}`) }))}
        />
      ) : null}
      {way === "unlimited" ? null : (
        <FormField form={form} name="pieces" label={t("stock.pieces")}>
          {(control) => <UnitInput {...control} required unit={t("units.pieces")} />}
        </FormField>
      )}
      <ReasonField form={form} />
    </FormDialog>
  );
}
