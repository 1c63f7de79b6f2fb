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

const columns = ["row", "member", "points", "note", "reference", "status", "code", "why"] as const;

/** Every row with what became of it, as a file for a spreadsheet. */
export function DownloadResult({ batchId }: { batchId: string }) {
  const t = useTranslations("batches");
  const client = useTRPCClient();
  const refusalWords = useRefusalWords();
  const save = useMutation({
    mutationFn: async () => {
      const rows = await allRows(client, batchId);
      await saveCsv(`points-batch-${batchId}.csv`, [
        columns.map((column) => t(`resultColumn.${column}`)),
        ...rows.map((row) => [
          row.row,
          row.memberId,
          row.points,
          row.note,
          row.reference,
          t(`rowStatuses.${row.status}`),
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
