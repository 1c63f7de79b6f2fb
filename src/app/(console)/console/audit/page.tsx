import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { requirePerson } from "@/app/shell/require-person";
import { Hydrate } from "@/trpc/hydrate";
import { pagedOptions } from "@/trpc/paged-options";
import { api, queryClientOfRequest, trpc } from "@/trpc/server";
import { DeskPage } from "../desk-page";
import { AuditLog } from "./audit-log";
import { auditInput } from "./audit-query";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("auditLog");
  return { title: t("title") };
}

interface AuditPageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function AuditPage({ searchParams }: AuditPageProps) {
  await requirePerson();
  const [query, caller, t] = await Promise.all([searchParams, api(), getTranslations("auditLog")]);
  const input = auditInput((name) => [query[name]].flat().at(0));
  const client = queryClientOfRequest();
  await Promise.all([
    client.prefetchQuery(trpc.audit.choices.queryOptions({})),
    client.prefetchInfiniteQuery(
      pagedOptions(trpc.audit.list.infiniteQueryKey(input), () => caller.audit.list(input)),
    ),
  ]);
  return (
    <DeskPage className="max-w-[74rem]" title={t("title")} lead={t("lead")}>
      <Hydrate>
        <AuditLog />
      </Hydrate>
    </DeskPage>
  );
}
