import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { requirePerson } from "@/app/shell/require-person";
import { Hydrate } from "@/trpc/hydrate";
import { queryClientOfRequest, trpc } from "@/trpc/server";
import { DeskPage } from "../desk-page";
import { BenefitsDesk } from "./benefits-desk";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("benefitsDesk");
  return { title: t("title") };
}

export default async function BenefitsPage() {
  const person = await requirePerson();
  const client = queryClientOfRequest();
  await Promise.all([
    client.prefetchQuery(trpc.benefits.list.queryOptions({})),
    client.prefetchQuery(trpc.tiers.list.queryOptions({})),
  ]);
  return (
    <DeskPage>
      <Hydrate>
        <BenefitsDesk canEdit={person.permissions.includes("program:publish")} />
      </Hydrate>
    </DeskPage>
  );
}
