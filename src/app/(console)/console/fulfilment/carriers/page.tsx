import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { requirePerson } from "@/app/shell/require-person";
import { Hydrate, queryClientOfRequest, trpc } from "@/trpc/server";
import { DeskPage } from "../../desk-page";
import { CarriersDesk } from "./carriers-desk";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("mallDesk.fulfilment.carriers");
  return { title: t("title") };
}

export default async function CarriersPage() {
  await requirePerson();
  const [t] = await Promise.all([
    getTranslations("mallDesk.fulfilment"),
    queryClientOfRequest().prefetchQuery(trpc.rewards.carriers.queryOptions({})),
  ]);
  return (
    <DeskPage back={{ href: "/console/fulfilment", label: t("title") }}>
      <Hydrate>
        <CarriersDesk />
      </Hydrate>
    </DeskPage>
  );
}
