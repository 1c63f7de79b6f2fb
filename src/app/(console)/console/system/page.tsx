import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { requirePerson } from "@/app/shell/require-person";
import { Hydrate } from "@/trpc/hydrate";
import { api, queryClientOfRequest, trpc } from "@/trpc/server";
import { PanelSection } from "@/ui/panel";
import { DeskPage } from "../desk-page";
import { BusinessClock } from "./business-clock";
import { JobsTable } from "./jobs-table";
import { LedgerCheck } from "./ledger-check";
import { ReplicasTable } from "./replicas-table";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("system");
  return { title: t("title") };
}

export default async function SystemPage() {
  const [person, caller, t] = await Promise.all([
    requirePerson(),
    api(),
    getTranslations("system"),
  ]);
  const client = queryClientOfRequest();
  const [{ now }, replicas] = await Promise.all([
    caller.system.list({}),
    caller.system.replicas({}),
    client.prefetchQuery(trpc.system.list.queryOptions({})),
    client.prefetchQuery(trpc.points.ledgerCheck.queryOptions({})),
  ]);
  const canRun = person.permissions.includes("access:manage");
  return (
    <DeskPage title={t("title")} lead={t("lead")}>
      <div className="space-y-6">
        <BusinessClock businessNow={now} />
        <Hydrate>
          <PanelSection id="check" title={t("check.title")}>
            <LedgerCheck canRun={canRun} />
          </PanelSection>
          <PanelSection id="jobs" title={t("jobs.title")}>
            <JobsTable canRun={canRun} />
          </PanelSection>
          {replicas.items.length > 0 ? (
            <PanelSection id="replicas" title={t("replicas.title")}>
              <ReplicasTable />
            </PanelSection>
          ) : null}
        </Hydrate>
      </div>
    </DeskPage>
  );
}
