"use client";

import { useMutation } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { useTranslations } from "next-intl";
import { failureOf, useTRPCClient } from "@/trpc/client";
import { Button } from "@/ui/button";
import { showToast } from "@/ui/toast-store";
import { saveCsv } from "../../batches/save-csv";
import type { ImportView, RowStatus } from "../imports-query";
import { useFateWords } from "./use-fate-words";

const AT_ONCE = 100;
/** What is not as somebody wanted it; of what was applied the sums say enough. */
const TOLD: readonly RowStatus[] = ["REFUSED", "CHANGED", "UNCHANGED"];
const FATES = ["NEW", "ACCEPTED", "APPLIED", "UNCHANGED", "CHANGED", "REFUSED"] as const;

/** The sums of both sides, and every row that was not applied, as a file. */
export function DownloadReport({ run }: { run: ImportView }) {
  const t = useTranslations("imports");
  const client = useTRPCClient();
  const why = useFateWords();
  const { importId } = run;

  async function rowsOf(status: RowStatus): Promise<ImportView["items"]> {
    const rows: ImportView["items"] = [];
    for (let cursor: string | null | undefined; cursor !== null; ) {
      const more = cursor === undefined ? {} : { cursor };
      const page: ImportView = await client.imports.get.query({
        ...{ importId, status, limit: AT_ONCE },
        ...more,
      });
      rows.push(...page.items);
      cursor = page.nextCursor;
    }
    return rows;
  }

  const save = useMutation({
    mutationFn: async () => {
      const rows = (await Promise.all(TOLD.map(rowsOf))).flat();
      const sums = [
        ...FATES.map((fate) => [t(`rowStatuses.${fate}`), run.fates[fate]] as const),
        [t("sums.TOLD"), run.told] as const,
        [t("sums.KEPT"), run.kept] as const,
      ];
      await saveCsv(`import-${importId}.csv`, [
        [t("sums.what"), t("sums.rows"), t("sums.points"), t("sums.spend")],
        ...sums.map(([what, sum]) => [
          what,
          sum?.rows ?? 0,
          sum?.points ?? 0,
          ((sum?.spendMinor ?? 0) / 100).toFixed(2),
        ]),
        [],
        [
          ...(["line", "member", "points", "spend", "fate"] as const).map((one) =>
            t(`rowColumn.${one}`),
          ),
          t("rowColumn.why"),
        ],
        ...rows.map((row) => [
          row.line,
          row.externalId ?? row.phoneMasked,
          row.points,
          (row.spendMinor / 100).toFixed(2),
          t(`rowStatuses.${row.status}`),
          why(row),
        ]),
      ]);
    },
    onError: (error) => showToast("bad", failureOf(error).detail ?? t("downloadFailed")),
  });
  return (
    <Button size="sm" pending={save.isPending} onClick={() => save.mutate()}>
      {save.isPending ? null : <Download aria-hidden="true" className="size-4" />}
      {t("download")}
    </Button>
  );
}
