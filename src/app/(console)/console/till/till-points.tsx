"use client";

import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { FormField } from "@/app/shell/form-field";
import { useProcedureForm } from "@/app/shell/use-procedure-form";
import { useFormats } from "@/i18n/use-formats";
import { adjustInput } from "@/modules/corrections/schema";
import { POINTS_MAX } from "@/platform/scalars";
import { failureOf, useTRPC } from "@/trpc/client";
import { Button } from "@/ui/button";
import { Input } from "@/ui/input";
import { PanelSection } from "@/ui/panel";
import { SegmentedControl } from "@/ui/segmented-control";
import { useApprovalThreshold } from "../approvals/use-approval-threshold";
import { readWhole } from "../figures";

type Direction = "add" | "take";

interface TillPointsProps {
  memberId: string;
  available: number;
  onDone: () => void;
}

/** Beside the order, which way: given and taken for one order are two corrections, each of them once. */
const referenceOf = (order: string, direction: Direction) => `till-${direction}-${order.trim()}`;

/** Points given or taken for an order. Its number names the act: pressed twice it counts once. */
export function TillPoints({ memberId, available, onDone }: TillPointsProps) {
  const t = useTranslations("till.points");
  const tCommon = useTranslations("console");
  const format = useFormats();
  const trpc = useTRPC();
  const approvalAbovePoints = useApprovalThreshold();
  const [said, setSaid] = useState("");
  const adjust = useMutation(
    trpc.points.adjust.mutationOptions({
      onMutate: () => setSaid(""),
      onSuccess: ({ status, points, available: left }) => {
        const shown = format.signedPoints(points);
        const words = { points: shown, available: format.points(left) };
        setSaid(status === "APPLIED" ? t("done", words) : t("waiting", { points: shown }));
        form.reset();
        onDone();
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
    defaultValues: { direction: "add" as Direction, points: "", order: "" },
    toInput: ({ direction, points, order }) => ({
      memberId,
      points: (readWhole(points) ?? 0) * (direction === "add" ? 1 : -1),
      reason: t(`reason.${direction}`, { order: order.trim() }),
      reference: referenceOf(order, direction),
    }),
    check: ({ direction, points, order }) => ({
      points: pointsFault(direction, readWhole(points) ?? 0),
      order: order.trim() === "" && t("orderMissing"),
    }),
    words: { reference: t("orderInvalid") },
    shownAt: { reference: "order" },
    mutation: adjust,
  });
  const [direction, figure] = form.watch(["direction", "points"]);
  const amount = readWhole(figure) ?? 0;
  const waits = approvalAbovePoints !== null && amount > approvalAbovePoints;
  const after = direction === "add" ? available + amount : available - amount;

  return (
    <PanelSection id="till-points" title={t("title")}>
      <form onSubmit={form.send} noValidate className="space-y-4">
        <SegmentedControl
          large
          label={t("direction")}
          value={direction}
          onChange={(next) => form.change("direction", next, ["points"])}
          options={[
            { value: "add", label: t("add") },
            { value: "take", label: t("take") },
          ]}
        />
        <div className="grid gap-4 sm:grid-cols-2">
          <FormField
            form={form}
            name="points"
            label={t("amount")}
            hint={
              pointsFault(direction, amount)
                ? undefined
                : waits
                  ? t("needsApproval", { points: format.points(approvalAbovePoints) })
                  : t("after", { points: format.points(after) })
            }
          >
            {(control) => (
              <Input {...control} inputMode="numeric" autoComplete="off" className="h-12 text-lg" />
            )}
          </FormField>
          <FormField form={form} name="order" label={t("order")}>
            {(control) => <Input {...control} autoComplete="off" className="h-12 text-lg" />}
          </FormField>
        </div>
        <div role="alert">
          {form.failure ? (
            <p className="rounded-md bg-seal-soft px-4 py-3 text-seal-ink text-sm">
              {failureOf(form.failure).detail ?? tCommon("failed")}
            </p>
          ) : null}
        </div>
        <p
          role="status"
          className={said === "" ? "sr-only" : "rounded-md bg-good-soft px-4 py-3 text-good"}
        >
          {said}
        </p>
        <Button
          type="submit"
          variant="primary"
          pending={form.isPending}
          className="h-14 w-full text-lg"
        >
          {form.isPending ? t("sending") : t(`submit.${direction}`)}
        </Button>
      </form>
    </PanelSection>
  );
}
