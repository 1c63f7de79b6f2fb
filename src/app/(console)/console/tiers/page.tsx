import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { requirePerson } from "@/app/shell/require-person";
import { TierLadder } from "@/modules/tiers/components/tier-ladder";
import { Hydrate } from "@/trpc/hydrate";
import { api, queryClientOfRequest, trpc } from "@/trpc/server";
import { DeskPage } from "../desk-page";
import { PublishersOnly } from "../program/publishers-only";
import { LadderEditor } from "./ladder-editor";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("console.ladder");
  return { title: t("title") };
}

export default async function ConsoleTiersPage() {
  const [person, caller, t] = await Promise.all([
    requirePerson(),
    api(),
    getTranslations("console.ladder"),
  ]);
  const canPublish = person.permissions.includes("program:publish");
  const client = queryClientOfRequest();
  const [shown] = await Promise.all([
    caller.tiers.list({}),
    client.prefetchQuery(trpc.tiers.ladder.queryOptions({})),
    client.prefetchQuery(trpc.benefits.list.queryOptions({})),
  ]);
  return (
    <DeskPage className="max-w-[74rem]" title={t("title")} lead={t("lead")}>
      {canPublish ? (
        <Hydrate>
          <LadderEditor />
        </Hydrate>
      ) : (
        <>
          <PublishersOnly />
          <div className="overflow-hidden rounded-lg border border-line bg-surface md:px-2">
            <TierLadder tiers={shown.items} caption={t("title")} />
          </div>
        </>
      )}
    </DeskPage>
  );
}
