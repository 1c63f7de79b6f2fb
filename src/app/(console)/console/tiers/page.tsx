import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { requirePerson } from "@/app/shell/require-person";
import { TierLadder } from "@/modules/tiers/components/tier-ladder";
import { api, Hydrate, queryClientOfRequest, trpc } from "@/trpc/server";
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
    <main id="main" className="max-w-[74rem] px-4 py-6 sm:px-8 lg:py-7">
      <h1 className="text-2xl">{t("title")}</h1>
      <p className="mt-1 mb-6 text-ink-soft">{t("lead")}</p>
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
    </main>
  );
}
