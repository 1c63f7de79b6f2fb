"use client";

import { useMutation } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { useTranslations } from "next-intl";
import { failureOf, useTRPCClient } from "@/trpc/client";
import { Button } from "@/ui/button";
import { showToast } from "@/ui/toast-store";
import { allRows } from "../all-rows";
import { saveCsv } from "../save-csv";
import { useRefusalWords } from "../use-refusal-words";

const columns = [
  "line",
  "externalId",
  "member",
  "points",
  "note",
  "reference",
  "status",
  "code",
  "why",
] as const;

/** Every row with what became of it, as a file for a spreadsheet. */
export function DownloadResult({ batchId, isDryRun }: { batchId: string; isDryRun: boolean }) {
  const t = useTranslations("batches");
  const client = useTRPCClient();
  const refusalWords = useRefusalWords();
  const save = useMutation({
    mutationFn: async () => {
      const rows = await allRows(client, batchId);
      await saveCsv(`points-batch-${batchId}${isDryRun ? "-dry-run" : ""}.csv`, [
        columns.map((column) => t(`resultColumn.${column}`)),
        ...rows.map((row) => [
          row.line ?? row.row,
          row.uploaded.externalId,
          row.memberId ?? row.uploaded.memberId,
          row.points,
          row.note,
          row.reference,
          isDryRun ? t(`dryRun.rowStatuses.${row.status}`) : t(`rowStatuses.${row.status}`),
          row.code,
          refusalWords(row.code),
        ]),
      ]);
    },
    onError: (error) => showToast("bad", failureOf(error).detail ?? t("downloadFailed")),
  });
  return (
    <Button size="sm" pending={save.isPending} onClick={() => save.mutate()}>
      {save.isPending ? null : <Download aria-hidden="true" className="size-4" />}
      {t(save.isPending ? "downloading" : "download")}
    </Button>
  );
}
