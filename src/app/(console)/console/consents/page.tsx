import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { requirePerson } from "@/app/shell/require-person";
import { Hydrate } from "@/trpc/hydrate";
import { api, queryClientOfRequest, trpc } from "@/trpc/server";
import { DeskPage } from "../desk-page";
import { ConsentTextsDesk } from "./consent-texts-desk";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("consents");
  return { title: t("title") };
}

export default async function ConsentTextsPage() {
  const [person, caller, t] = await Promise.all([
    requirePerson(),
    api(),
    getTranslations("consents"),
  ]);
  await queryClientOfRequest().prefetchQuery({
    queryKey: trpc.members.consentTexts.queryKey({}),
    queryFn: () => caller.members.consentTexts({}),
  });
  return (
    <DeskPage title={t("title")} lead={t("lead")} className="max-w-3xl">
      <Hydrate>
        <ConsentTextsDesk mayPublish={person.permissions.includes("program:publish")} />
      </Hydrate>
    </DeskPage>
  );
}
