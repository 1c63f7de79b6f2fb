"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { useFormats } from "@/i18n/use-formats";
import { textIn } from "@/platform/texts";
import { useTRPC } from "@/trpc/client";
import { Dialog } from "@/ui/dialog";
import { Field } from "@/ui/field";
import { SegmentedControl } from "@/ui/segmented-control";
import { Textarea } from "@/ui/textarea";
import { showToast } from "@/ui/toast-store";
import { UnitInput } from "@/ui/unit-input";
import { DialogFooter } from "../dialog-footer";
import { readWhole } from "../figures";
import { focusFirstInvalid } from "../focus-first-invalid";
import type { ManagedReward } from "./managed-reward";

type Way = "add" | "take" | "set" | "unlimited";

const stockMax = 100_000_000;

/** More or fewer pieces, or so many from now on; somebody may be redeeming at this moment. */
export function StockDialog({ reward, onClose }: { reward: ManagedReward; onClose: () => void }) {
  const t = useTranslations("mallDesk");
  const tState = useTranslations("common.state");
  const format = useFormats();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const { stock } = reward;
  const ways: readonly Way[] = stock === null ? ["set"] : ["add", "take", "set", "unlimited"];
  const [way, setWay] = useState<Way>(ways[0] ?? "set");
  const [figure, setFigure] = useState("");
  const [reason, setReason] = useState("");
  const [tried, setTried] = useState(false);
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
  const pieces = readWhole(figure);
  const least = way === "set" ? 0 : 1;
  const most = way === "take" ? (stock ?? 0) : stockMax;
  const isSound = way === "unlimited" || (pieces !== null && pieces >= least && pieces <= most);

  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    setTried(true);
    if (save.isPending) return;
    if (!isSound || reason.trim() === "") {
      focusFirstInvalid(event.currentTarget);
      return;
    }
    const count = pieces ?? 0;
    const change =
      way === "add"
        ? { by: count }
        : way === "take"
          ? { by: -count }
          : { to: way === "set" ? count : null };
    save.mutate({ rewardId: reward.rewardId, reason: reason.trim(), ...change });
  }

  return (
    <Dialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={t("stock.title", { reward: textIn(reward.name, format.locale) })}
      description={
        stock === null ? t("stock.nowUnlimited") : t("stock.now", { stock: format.points(stock) })
      }
      closeLabel={tState("close")}
      unsaved={(figure !== "" || reason !== "") && !save.isPending}
    >
      <form onSubmit={submit} noValidate className="space-y-5">
        {ways.length > 1 ? (
          <SegmentedControl
            label={t("stock.way")}
            value={way}
            onChange={setWay}
            options={ways.map((value) => ({ value, label: t(`stock.ways.${value}`) }))}
          />
        ) : null}
        {way === "unlimited" ? null : (
          <Field
            label={t("stock.pieces")}
            error={
              tried && !isSound
                ? t("stock.piecesInvalid", {
                    min: format.points(least),
                    max: format.points(most),
                  })
                : undefined
            }
          >
            {(control) => (
              <UnitInput
                {...control}
                unit={t("units.pieces")}
                required
                value={figure}
                onChange={(event) => setFigure(event.target.value)}
              />
            )}
          </Field>
        )}
        <Field
          label={t("fields.reason")}
          error={tried && reason.trim() === "" ? t("faults.reason") : undefined}
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
          error={save.error}
          pending={save.isPending}
          submit={t("stock.submit")}
          submitting={t("submitting")}
          onCancel={onClose}
        />
      </form>
    </Dialog>
  );
}
