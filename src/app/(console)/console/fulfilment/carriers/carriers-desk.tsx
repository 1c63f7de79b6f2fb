"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { failureOf, useTRPC } from "@/trpc/client";
import { Badge } from "@/ui/badge";
import { Button } from "@/ui/button";
import { DataTable } from "@/ui/data-table";
import { Panel } from "@/ui/panel";
import { showToast } from "@/ui/toast-store";
import { DeskHeading } from "../../desk-page";
import type { ShownCarrier } from "../use-carriers";
import { CarrierDialog } from "./carrier-dialog";

/** Who carries parcels: the kept list, of which some are switched off, and the shop's own. */
export function CarriersDesk() {
  const t = useTranslations("mallDesk.fulfilment.carriers");
  const tConsole = useTranslations("console");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [edited, setEdited] = useState<ShownCarrier | "new" | null>(null);
  const { data } = useQuery(trpc.rewards.carriers.queryOptions({}));
  const save = useMutation(
    trpc.rewards.saveCarrier.mutationOptions({
      onSuccess: () => showToast("good", t("saved")),
      onError: (error) => showToast("bad", failureOf(error).detail ?? tConsole("failed")),
      onSettled: () => queryClient.invalidateQueries(),
    }),
  );

  function turn(carrier: ShownCarrier): void {
    const { code, revision, enabled, isOwn, names, shapes } = carrier;
    const { "zh-CN": zh = code, en = zh } = names;
    const own = isOwn ? { name: { "zh-CN": zh, en }, shapes } : {};
    save.mutate({ code, revision, enabled: !enabled, ...own });
  }

  return (
    <>
      <DeskHeading title={t("title")} lead={t("lead")} />
      <p className="mb-4">
        <Button size="sm" onClick={() => setEdited("new")}>
          <Plus aria-hidden="true" className="size-4" />
          {t("create")}
        </Button>
      </p>
      <Panel>
        <DataTable
          caption={t("title")}
          rows={data?.items ?? []}
          keyOf={({ code }) => code}
          columns={[
            {
              header: t("columns.name"),
              cell: ({ name, isOwn }) => (
                <>
                  {name} {isOwn ? <Badge>{t("own")}</Badge> : null}
                </>
              ),
              primary: true,
            },
            { header: t("columns.code"), cell: ({ code }) => <code>{code}</code> },
            {
              header: t("columns.shapes"),
              cell: ({ shapes }) =>
                shapes.length > 0 ? (
                  <code className="break-all text-sm">{shapes.join("  ")}</code>
                ) : (
                  t("anyShape")
                ),
            },
            {
              header: t("columns.state"),
              cell: (carrier) => (
                <span className="flex flex-wrap items-center gap-2">
                  <Badge tone={carrier.enabled ? "good" : "neutral"}>
                    {t(carrier.enabled ? "on" : "off")}
                  </Badge>
                  <Button
                    size="sm"
                    variant="quiet"
                    pending={save.isPending && save.variables.code === carrier.code}
                    onClick={() => turn(carrier)}
                  >
                    {t(carrier.enabled ? "turnOff" : "turnOn")}
                    <span className="sr-only">{carrier.name}</span>
                  </Button>
                  {carrier.isOwn ? (
                    <Button size="sm" variant="quiet" onClick={() => setEdited(carrier)}>
                      {t("edit")}
                      <span className="sr-only">{carrier.name}</span>
                    </Button>
                  ) : null}
                </span>
              ),
            },
          ]}
        />
      </Panel>
      {edited ? (
        <CarrierDialog carrier={edited === "new" ? null : edited} onClose={() => setEdited(null)} />
      ) : null}
    </>
  );
}
