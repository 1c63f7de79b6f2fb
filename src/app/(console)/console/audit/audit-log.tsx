"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { PagedList } from "@/app/shell/paged-list";
import { useActorNames } from "@/app/shell/use-actor-names";
import { useAddress } from "@/app/shell/use-address";
import { useTRPC, useTRPCClient } from "@/trpc/client";
import { pagedOptions } from "@/trpc/paged-options";
import { EmptyState } from "@/ui/empty-state";
import { Panel } from "@/ui/panel";
import { ExportButton } from "../list/export-button";
import { AuditFilterBar } from "./audit-filter-bar";
import { auditInput } from "./audit-query";
import { AuditRow } from "./audit-row";

/** Everything that was done by people and services, the last first; what was asked is in the address. */
export function AuditLog() {
  const t = useTranslations("auditLog");
  const trpc = useTRPC();
  const client = useTRPCClient();
  const { read, go } = useAddress();
  const input = auditInput(read);
  const { limit: _, ...question } = input;
  const query = useInfiniteQuery(
    pagedOptions(trpc.audit.list.infiniteQueryKey(input), (cursor) =>
      client.audit.list.query({ ...input, ...cursor }),
    ),
  );
  const records = query.data?.pages.flatMap(({ items }) => items) ?? [];
  const actorName = useActorNames(records.map(({ actor }) => actor));
  return (
    <>
      <AuditFilterBar filter={input} onChange={go} />
      <div className="mb-4 text-right">
        <ExportButton list="audit" question={question} />
      </div>
      <Panel>
        <PagedList query={query} empty={<EmptyState title={t("empty")} hint={t("emptyHint")} />}>
          {(items) => (
            <ol>
              {items.map((record) => (
                <AuditRow key={record.id} record={record} actorName={actorName} />
              ))}
            </ol>
          )}
        </PagedList>
      </Panel>
    </>
  );
}
