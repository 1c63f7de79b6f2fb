"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Download, Trash2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { z } from "zod";
import { LoadFailed } from "@/app/shell/load-failed";
import { useFormats } from "@/i18n/use-formats";
import { FILE_ROWS_MAX, type FileFormat, type startFileInput } from "@/modules/lists/schema/files";
import { failureOf, type Outputs, useTRPC, useTRPCClient } from "@/trpc/client";
import { useActKey } from "@/trpc/use-act-key";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { SegmentedControl } from "@/ui/segmented-control";
import { Spinner } from "@/ui/spinner";
import { showToast } from "@/ui/toast-store";
import { saveFile } from "./save-file";

type MadeFile = Outputs["lists"]["files"]["items"][number];

interface ExportDialogProps {
  open: boolean;
  /** What is asked for, but for the format. */
  wish: z.input<typeof startFileInput>;
  onClose: () => void;
}

const FORMATS: readonly FileFormat[] = ["XLSX", "CSV", "PARQUET"];
const LOOK_AGAIN_MS = 1500;
const isUnderWay = ({ status }: MadeFile) => status === "COLLECTING" || status === "BUILDING";

/** Has the list made into a file in the background, and hands out those that are there. */
export function ExportDialog({ open, wish, onClose }: ExportDialogProps) {
  const t = useTranslations("lists.export");
  const tState = useTranslations("common.state");
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queryClient = useQueryClient();
  const [format, setFormat] = useState<FileFormat>("XLSX");
  const act = useActKey();
  const files = useQuery(
    trpc.lists.files.queryOptions(
      {},
      {
        enabled: open,
        refetchInterval: ({ state }) =>
          state.data?.items.some(isUnderWay) ? LOOK_AGAIN_MS : false,
      },
    ),
  );
  const start = useMutation({
    mutationFn: () =>
      act({ ...wish, format }, (options) =>
        client.lists.startFile.mutate({ ...wish, format }, options),
      ),
    onSettled: () => queryClient.invalidateQueries(trpc.lists.files.pathFilter()),
  });
  const items = files.data?.items.filter(({ list }) => list === wish.list) ?? [];
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => (next ? undefined : onClose())}
      title={t("title")}
      description={t("text", { count: FILE_ROWS_MAX })}
      closeLabel={tState("close")}
    >
      <div className="space-y-5">
        <SegmentedControl
          label={t("format")}
          value={format}
          options={FORMATS.map((value) => ({ value, label: t(`formats.${value}`) }))}
          onChange={setFormat}
        />
        <p className="text-ink-soft text-sm">{t(`hints.${format}`)}</p>
        <div role="alert">
          {start.isError ? (
            <p className="rounded-md bg-seal-soft px-4 py-3 text-seal-ink text-sm">
              {failureOf(start.error).detail ?? t("failed")}
            </p>
          ) : null}
        </div>
        <Button variant="primary" pending={start.isPending} onClick={() => start.mutate()}>
          {t("start")}
        </Button>
        {files.isError ? (
          <LoadFailed
            error={files.error}
            pending={files.isFetching}
            onRetry={() => files.refetch()}
          />
        ) : null}
        {items.length > 0 ? (
          <ul aria-label={t("files")} className="divide-y divide-line border-line border-t">
            {items.map((file) => (
              <FileRow key={file.fileId} file={file} />
            ))}
          </ul>
        ) : null}
      </div>
    </Dialog>
  );
}

function FileRow({ file }: { file: MadeFile }) {
  const t = useTranslations("lists.export");
  const tLists = useTranslations("lists.names");
  const format = useFormats();
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queryClient = useQueryClient();
  const fetch = useMutation({
    mutationFn: () =>
      saveFile(client, {
        fileId: file.fileId,
        name: `${tLists(file.list)} ${format.date(file.createdAt)}`,
        format: file.format,
      }),
    onError: (error) => showToast("bad", failureOf(error).detail ?? t("failed")),
  });
  const drop = useMutation(
    trpc.lists.dropFile.mutationOptions({
      onSettled: () => queryClient.invalidateQueries(trpc.lists.files.pathFilter()),
    }),
  );
  const what = `${t(`formats.${file.format}`)} · ${format.dateTime(file.createdAt)}`;
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1 py-3">
      <div className="min-w-0 grow">
        <p>{what}</p>
        <p role="status" className="flex items-center gap-2 text-ink-soft text-sm">
          {isUnderWay(file) ? <Spinner className="size-3.5" /> : null}
          {t(`states.${file.status}`, { count: file.rows })}
          {file.status === "DONE"
            ? ` · ${t("until", { time: format.dateTime(file.expiresAt) })}`
            : ""}
        </p>
        {file.isCut ? (
          <p className="text-sm text-warn">{t("cut", { count: FILE_ROWS_MAX })}</p>
        ) : null}
      </div>
      {file.status === "DONE" ? (
        <Button size="sm" pending={fetch.isPending} onClick={() => fetch.mutate()}>
          <Download aria-hidden="true" className="size-4" />
          {t("download")}
        </Button>
      ) : null}
      <Button
        variant="quiet"
        size="sm"
        aria-label={t(isUnderWay(file) ? "stop" : "remove", { what })}
        pending={drop.isPending}
        onClick={() => drop.mutate({ fileId: file.fileId })}
      >
        <Trash2 aria-hidden="true" className="size-4" />
      </Button>
    </li>
  );
}
