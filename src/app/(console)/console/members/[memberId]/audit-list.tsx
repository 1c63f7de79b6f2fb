"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { PagedList } from "@/app/shell/paged-list";
import { useFormats } from "@/i18n/use-formats";
import { type Outputs, useTRPC, useTRPCClient } from "@/trpc/client";
import { pagedOptions } from "@/trpc/paged-options";
import { EmptyState } from "@/ui/empty-state";
import { listInput } from "./member-tab";

export function AuditList({ memberId }: { memberId: string }) {
  const t = useTranslations("console.audit");
  const trpc = useTRPC();
  const client = useTRPCClient();
  const input = listInput(memberId);
  const query = useInfiniteQuery(
    pagedOptions(trpc.members.audit.infiniteQueryKey(input), (cursor) =>
      client.members.audit.query({ ...input, ...cursor }),
    ),
  );
  return (
    <PagedList query={query} empty={<EmptyState title={t("empty")} hint={t("emptyHint")} />}>
      {(records) => (
        <ol>
          {records.map((record) => (
            <AuditRow key={record.id} record={record} />
          ))}
        </ol>
      )}
    </PagedList>
  );
}

const actions = ["points.adjust", "members.setStatus", "tiers.assign"] as const;

function AuditRow({ record }: { record: Outputs["members"]["audit"]["items"][number] }) {
  const t = useTranslations("console.audit");
  const format = useFormats();
  const action = actions.find((known) => known === record.action);
  const words = action
    ? t(
        `actions.${action.replace(".", "_") as "points_adjust" | "members_setStatus" | "tiers_assign"}`,
      )
    : record.action;
  return (
    <li className="border-line border-b py-3.5 first:pt-0 last:border-0">
      <p className="font-medium">{words}</p>
      {record.reason ? <p className="text-sm">{record.reason}</p> : null}
      <p className="tabular text-ink-faint text-sm">
        {[
          format.dateTime(record.createdAt),
          t("actor", { actor: record.actor }),
          t("request", { requestId: record.requestId }),
        ].join(" · ")}
      </p>
      {record.before || record.after ? (
        <details className="mt-1.5 text-sm">
          <summary className="w-fit rounded-sm py-0.5 text-ink-soft underline decoration-line-strong underline-offset-4">
            {t("changes")}
          </summary>
          <div className="mt-2 grid gap-3 sm:grid-cols-2">
            <Snapshot title={t("before")} value={record.before} />
            <Snapshot title={t("after")} value={record.after} />
          </div>
        </details>
      ) : null}
    </li>
  );
}

function Snapshot({ title, value }: { title: string; value: unknown }) {
  return (
    <div className="min-w-0 rounded-md bg-sunken px-3 py-2">
      <p className="text-ink-soft text-xs">{title}</p>
      <pre className="whitespace-pre-wrap break-all font-sans text-sm">
        {value === null || value === undefined ? "–" : JSON.stringify(value, null, 2)}
      </pre>
    </div>
  );
}
