"use client";

import { useMutation } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { useTranslations } from "next-intl";
import { formatDateTime } from "@/i18n/format";
import { useFormats } from "@/i18n/use-formats";
import { failureOf, type Outputs, useTRPCClient } from "@/trpc/client";
import { Button } from "@/ui/button";
import { showToast } from "@/ui/toast-store";
import { saveCsv } from "../batches/save-csv";
import type { QueuedRedemption } from "./queued-redemption";

/** `revision` comes back with the numbers: what was packed for another address is not shipped. */
const columns = [
  "number",
  "revision",
  "reward",
  "quantity",
  "name",
  "phone",
  "region",
  "line",
  "member",
  "at",
  "status",
  "carrier",
  "tracking",
] as const;
const rowsAtOnce = 100;

interface ExportButtonProps {
  input: { status: QueuedRedemption["status"]; minWaitingDays?: number };
  /** Only these; all of the status where none is chosen. */
  chosen: readonly QueuedRedemption[];
}

/** The queue as a file for the warehouse: what is chosen, else all of it. */
export function ExportButton({ input, chosen }: ExportButtonProps) {
  const t = useTranslations("mallDesk.fulfilment");
  const format = useFormats();
  const client = useTRPCClient();

  async function all(): Promise<QueuedRedemption[]> {
    const rows: QueuedRedemption[] = [];
    let cursor: string | null = null;
    do {
      const page: Outputs["rewards"]["queue"] = await client.rewards.queue.query({
        ...input,
        limit: rowsAtOnce,
        ...(cursor ? { cursor } : {}),
      });
      rows.push(...page.items);
      cursor = page.nextCursor;
    } while (cursor !== null);
    return rows;
  }

  const save = useMutation({
    mutationFn: async () => {
      const rows = chosen.length > 0 ? chosen : await all();
      await saveCsv(`redemptions-${input.status.toLowerCase()}.csv`, [
        columns.map((column) => t(`columns.${column}`)),
        ...rows.map((row) => [
          row.redemptionId,
          row.addressRevision,
          row.rewardName,
          row.quantity,
          row.deliveryAddress?.name ?? null,
          row.deliveryAddress?.phone ?? null,
          row.deliveryAddress?.region ?? null,
          row.deliveryAddress?.line ?? null,
          row.memberCode,
          formatDateTime(row.createdAt, format.timeZone),
          t(`statuses.${row.status}`),
          row.carrier,
          row.trackingCode,
        ]),
      ]);
      return rows.length;
    },
    onSuccess: (count) => showToast("good", t("exported", { count })),
    onError: (error) => showToast("bad", failureOf(error).detail ?? t("exportFailed")),
  });
  return (
    <Button size="sm" pending={save.isPending} onClick={() => save.mutate()}>
      {save.isPending ? null : <Download aria-hidden="true" className="size-4" />}
      {save.isPending
        ? t("exporting")
        : chosen.length > 0
          ? t("exportChosen", { count: chosen.length })
          : t("exportAll")}
    </Button>
  );
}
