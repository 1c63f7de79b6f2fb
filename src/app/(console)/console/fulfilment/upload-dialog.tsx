"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { failureOf, useTRPCClient } from "@/trpc/client";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { Field } from "@/ui/field";
import { FileInput } from "@/ui/file-input";
import { saveCsv } from "../batches/save-csv";
import { readTrackingFile, type TrackingFile, type TrackingRow } from "./tracking-file";
import { type Fate, UploadFates } from "./upload-fates";
import { useShipRefusals } from "./use-ship-refusals";

const atOnce = 100;

/** Tracking numbers by a file: judged first, then shipped; the same file again ships nothing twice. */
export function UploadDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslations("mallDesk.fulfilment.upload");
  const tState = useTranslations("common.state");
  const client = useTRPCClient();
  const queryClient = useQueryClient();
  const why = useShipRefusals();
  const [file, setFile] = useState<TrackingFile | null>(null);
  const [fates, setFates] = useState<readonly Fate[]>([]);

  /** Rows by the hundred, each with what becomes or became of it. */
  async function told(rows: readonly TrackingRow[], isRun: boolean): Promise<Fate[]> {
    const all: Fate[] = [];
    for (let from = 0; from < rows.length; from += atOnce) {
      const part = rows.slice(from, from + atOnce);
      const shipments = part.map(({ line: _, ...shipment }) => shipment);
      const { items } = isRun
        ? await client.rewards.ship.mutate({ shipments })
        : await client.rewards.checkShipments.query({ shipments });
      for (const row of part) {
        const found = items.find(({ redemptionId }) => redemptionId === row.redemptionId);
        const { code = null, repeated = false } = found ?? {};
        const state =
          code !== null ? "REFUSED" : repeated ? "REPEATED" : isRun ? "SHIPPED" : "READY";
        all.push({ row, state, code });
      }
      setFates([...all]);
    }
    return all;
  }

  const check = useMutation({
    mutationFn: async (picked: File) => {
      setFates([]);
      const read = await readTrackingFile(new Uint8Array(await picked.arrayBuffer()));
      setFile(read);
      await told(read.rows, false);
    },
  });
  const ship = useMutation({
    mutationFn: async () => {
      const ready = fates.filter(({ state }) => state === "READY").map(({ row }) => row);
      const others = fates.filter(({ state }) => state !== "READY");
      setFates([...(await told(ready, true)), ...others].sort((a, b) => a.row.line - b.row.line));
    },
    onSettled: () => queryClient.invalidateQueries(),
  });
  const ready = fates.filter(({ state }) => state === "READY").length;
  const failed = check.error ?? ship.error;

  function save(): Promise<void> {
    return saveCsv("shipped.csv", [
      [t("line"), t("number"), t("code"), t("fate")],
      ...fates.map(({ row, state, code }) => [
        row.line,
        row.redemptionId,
        row.trackingCode,
        code === null ? t(`states.${state}`) : why(code),
      ]),
      ...(file?.faults ?? []).map(({ line, fault, value }) => [
        line,
        value,
        null,
        t(`rowFaults.${fault}`),
      ]),
    ]);
  }

  return (
    <Dialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={t("title")}
      description={t("text")}
      closeLabel={tState("close")}
      className="sm:max-w-2xl"
    >
      <div className="space-y-5">
        <Field
          label={t("file")}
          hint={t("fileHint")}
          error={file?.fault ? t(`faults.${file.fault}`) : undefined}
        >
          {(control) => (
            <FileInput
              {...control}
              accept=".csv,text/csv"
              onChoose={(picked) => (picked ? check.mutate(picked) : setFile(null))}
            />
          )}
        </Field>
        {file && !file.fault ? (
          <UploadFates fates={fates} faults={file.faults} left={file.left} />
        ) : null}
        {failed ? (
          <p role="alert" className="text-seal-ink">
            {failureOf(failed).detail ?? t("failed")}
          </p>
        ) : null}
        <div className="flex flex-wrap justify-end gap-3">
          {file && !file.fault && !check.isPending ? (
            <Button onClick={() => save()}>{t("save")}</Button>
          ) : null}
          {ready > 0 ? (
            <Button
              variant="primary"
              pending={ship.isPending || check.isPending}
              onClick={() => ship.mutate()}
            >
              {t("ship", { count: ready })}
            </Button>
          ) : null}
        </div>
      </div>
    </Dialog>
  );
}
