import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { requirePerson } from "@/app/shell/require-person";
import { api, Hydrate, queryClientOfRequest, trpc } from "@/trpc/server";
import { PanelSection } from "@/ui/panel";
import { DeskPage } from "../desk-page";
import { BusinessClock } from "./business-clock";
import { JobsTable } from "./jobs-table";
import { LedgerCheck } from "./ledger-check";

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
  const [{ now }] = await Promise.all([
    caller.system.list({}),
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
        </Hydrate>
      </div>
    </DeskPage>
  );
}
