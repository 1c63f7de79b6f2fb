"use client";

import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { PagedList } from "@/app/shell/paged-list";
import { useTRPC, useTRPCClient } from "@/trpc/client";
import { pagedOptions } from "@/trpc/paged-options";
import { Button } from "@/ui/button";
import { DataTable } from "@/ui/data-table";
import { EmptyState } from "@/ui/empty-state";
import { PageLink } from "@/ui/page-link";
import { Panel } from "@/ui/panel";
import { DeskHeading } from "../desk-page";
import { EndpointDialog } from "./endpoint-dialog";
import { EndpointBadge, useCount, useTypeWords } from "./endpoint-status";
import { SecretDialog } from "./secret-dialog";
import { endpointsInput } from "./webhooks-query";

const refetchMs = 10_000;

export function EndpointList() {
  const t = useTranslations("webhooks");
  const count = useCount();
  const typeWords = useTypeWords();
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queryClient = useQueryClient();
  const [creating, setCreating] = useState(false);
  const [secret, setSecret] = useState<string | null>(null);
  const query = useInfiniteQuery({
    ...pagedOptions(trpc.webhooks.endpoints.infiniteQueryKey(endpointsInput), (cursor) =>
      client.webhooks.endpoints.query({ ...endpointsInput, ...cursor }),
    ),
    refetchInterval: refetchMs,
  });

  function created(newSecret: string | null): void {
    setCreating(false);
    setSecret(newSecret);
    void queryClient.invalidateQueries();
  }

  const create = (
    <Button variant="primary" size="sm" onClick={() => setCreating(true)}>
      <Plus aria-hidden="true" className="size-4" />
      {t("create")}
    </Button>
  );
  return (
    <>
      <DeskHeading title={t("title")} lead={t("lead")} action={create} />
      <Panel>
        <PagedList query={query} empty={<EmptyState title={t("empty")} hint={t("emptyHint")} />}>
          {(endpoints) => (
            <DataTable
              caption={t("title")}
              rows={endpoints}
              keyOf={({ endpointId }) => endpointId}
              columns={[
                {
                  header: t("column.url"),
                  primary: true,
                  cell: ({ endpointId, url, description }) => (
                    <>
                      <PageLink
                        href={`/console/webhooks/${endpointId}`}
                        className="break-all underline decoration-line-strong underline-offset-4 hover:decoration-seal"
                      >
                        {url}
                      </PageLink>
                      {description ? (
                        <span className="block font-normal text-ink-faint text-sm">
                          {description}
                        </span>
                      ) : null}
                    </>
                  ),
                },
                {
                  header: t("column.status"),
                  cell: (endpoint) => <EndpointBadge endpoint={endpoint} />,
                },
                { header: t("column.types"), cell: ({ eventTypes }) => typeWords(eventTypes) },
                {
                  header: t("column.waiting"),
                  cell: ({ waiting, behind }) => count(waiting + behind),
                  figure: true,
                },
                { header: t("column.failed"), cell: ({ failed }) => count(failed), figure: true },
              ]}
            />
          )}
        </PagedList>
      </Panel>
      {creating ? (
        <EndpointDialog endpoint={null} onClose={() => setCreating(false)} onDone={created} />
      ) : null}
      {secret ? <SecretDialog secret={secret} onClose={() => setSecret(null)} /> : null}
    </>
  );
}
