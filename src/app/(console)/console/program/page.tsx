import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { requirePerson } from "@/app/shell/require-person";
import { Hydrate } from "@/trpc/hydrate";
import { pagedOptions } from "@/trpc/paged-options";
import { api, queryClientOfRequest, trpc } from "@/trpc/server";
import { PanelSection } from "@/ui/panel";
import { DeskPage } from "../desk-page";
import { MachineStep } from "./machines/machine-step";
import { PublishersOnly } from "./publishers-only";
import { RulesEditor } from "./rules-editor";
import { VersionHistory } from "./version-history";
import { versionsInput } from "./versions-query";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("program");
  return { title: t("title") };
}

export default async function ProgramPage() {
  const [person, caller, t] = await Promise.all([
    requirePerson(),
    api(),
    getTranslations("program"),
  ]);
  const client = queryClientOfRequest();
  const [ladder, { versionId }] = await Promise.all([
    caller.tiers.list({}),
    client.fetchQuery(trpc.program.current.queryOptions({})),
    client.prefetchInfiniteQuery(
      pagedOptions(trpc.program.versions.infiniteQueryKey(versionsInput), () =>
        caller.program.versions(versionsInput),
      ),
    ),
  ]);
  const canPublish = person.permissions.includes("program:publish");
  return (
    <DeskPage className="max-w-[74rem]" title={t("title")} lead={t("lead")}>
      {canPublish ? null : <PublishersOnly />}
      <Hydrate>
        <RulesEditor
          canPublish={canPublish}
          tiers={ladder.items.map(({ name, multiplierPct }) => ({ name, multiplierPct }))}
        />
        <div className="mt-6">
          <MachineStep edit={{}} versionId={versionId} />
        </div>
        <PanelSection id="history" title={t("history.title")} className="mt-6">
          <VersionHistory canPublish={canPublish} />
        </PanelSection>
      </Hydrate>
    </DeskPage>
  );
}
