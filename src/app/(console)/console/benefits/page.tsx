import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { requirePerson } from "@/app/shell/require-person";
import { Hydrate, queryClientOfRequest, trpc } from "@/trpc/server";
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
    <main id="main" className="max-w-[80rem] px-4 py-6 sm:px-8 lg:py-7">
      <Hydrate>
        <BenefitsDesk canEdit={person.permissions.includes("program:publish")} />
      </Hydrate>
    </main>
  );
}
