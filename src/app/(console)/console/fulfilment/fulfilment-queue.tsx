"use client";

import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { ScanLine, Settings2, Truck, Upload } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { PagedList } from "@/app/shell/paged-list";
import { useAddress } from "@/app/shell/use-address";
import { failureOf, useTRPC, useTRPCClient } from "@/trpc/client";
import { pagedOptions } from "@/trpc/paged-options";
import { Button } from "@/ui/button";
import { buttonClass } from "@/ui/button-class";
import { EmptyState } from "@/ui/empty-state";
import { PageLink } from "@/ui/page-link";
import { Panel } from "@/ui/panel";
import { showToast } from "@/ui/toast-store";
import { DeskHeading } from "../desk-page";
import { ExportButton } from "./export-button";
import type { ParcelDeed } from "./parcel-actions";
import { type OpenDeed, ParcelDialogs } from "./parcel-dialogs";
import { ParcelsTable } from "./parcels-table";
import { QueueFilters } from "./queue-filters";
import { queueInput } from "./queue-query";
import type { QueuedRedemption } from "./queued-redemption";
import { ScanPanel } from "./scan-panel";
import { UploadDialog } from "./upload-dialog";

/** What waits for the shop, the oldest first: by hand, by scanner, or by a file. */
export function FulfilmentQueue() {
  const t = useTranslations("mallDesk.fulfilment");
  const tConsole = useTranslations("console");
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queryClient = useQueryClient();
  const { read, go } = useAddress();
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [open, setOpen] = useState<OpenDeed | null>(null);
  const [uploading, setUploading] = useState(false);
  const input = queueInput(read);
  const isScanning = read("scan") !== undefined;
  const query = useInfiniteQuery(
    pagedOptions(trpc.rewards.queue.infiniteQueryKey(input), (cursor) =>
      client.rewards.queue.query({ ...input, ...cursor }),
    ),
  );
  const finish = useMutation(
    trpc.rewards.finish.mutationOptions({
      onSuccess: () => {
        showToast("good", t("finished"));
        void queryClient.invalidateQueries();
      },
      onError: (error) => showToast("bad", failureOf(error).detail ?? tConsole("failed")),
    }),
  );
  const shown = query.data?.pages.flatMap(({ items }) => items) ?? [];
  const selected = shown.filter(
    ({ redemptionId, status }) => status === "PENDING" && chosen.includes(redemptionId),
  );

  function done(): void {
    setOpen(null);
    setChosen([]);
    void queryClient.invalidateQueries();
  }

  function act(deed: ParcelDeed, redemption: QueuedRedemption): void {
    if (deed === "finish") finish.mutate({ redemptionId: redemption.redemptionId });
    else setOpen({ deed, redemptions: [redemption] });
  }

  const empty = "status" in input ? input.status : "FOUND";
  return (
    <>
      <DeskHeading title={t("title")} lead={t("lead")} />
      <div className="mb-4 flex flex-wrap items-start justify-between gap-3">
        <QueueFilters
          input={input}
          onGo={(changes) => {
            setChosen([]);
            go(changes);
          }}
        />
        <span className="flex flex-wrap gap-2">
          {selected.length > 0 ? (
            <Button
              size="sm"
              variant="primary"
              onClick={() => setOpen({ deed: "ship", redemptions: selected })}
            >
              <Truck aria-hidden="true" className="size-4" />
              {t("shipChosen", { count: selected.length })}
            </Button>
          ) : null}
          {isScanning ? null : (
            <Button size="sm" onClick={() => go({ scan: "1" })}>
              <ScanLine aria-hidden="true" className="size-4" />
              {t("scan.open")}
            </Button>
          )}
          <Button size="sm" onClick={() => setUploading(true)}>
            <Upload aria-hidden="true" className="size-4" />
            {t("upload.open")}
          </Button>
          {"status" in input ? <ExportButton input={input} chosen={selected} /> : null}
          <PageLink
            href="/console/fulfilment/carriers"
            className={buttonClass("quiet", "sm", "inline-flex items-center gap-2")}
          >
            <Settings2 aria-hidden="true" className="size-4" />
            {t("carriers.title")}
          </PageLink>
        </span>
      </div>
      {isScanning ? <ScanPanel onClose={() => go({ scan: undefined })} /> : null}
      <Panel>
        <PagedList query={query} empty={<EmptyState title={t(`empty.${empty}`)} />}>
          {(redemptions) => (
            <ParcelsTable
              redemptions={redemptions}
              chosen={chosen}
              onChoose={setChosen}
              finishing={finish.isPending ? finish.variables.redemptionId : null}
              onDeed={act}
            />
          )}
        </PagedList>
      </Panel>
      <ParcelDialogs open={open} onClose={() => setOpen(null)} onDone={done} />
      {uploading ? <UploadDialog onClose={() => setUploading(false)} /> : null}
    </>
  );
}
