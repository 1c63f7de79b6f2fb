import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { requirePerson } from "@/app/shell/require-person";
import { AskingPart } from "@/trpc/asking-part";
import { queryClientOfRequest, trpc } from "@/trpc/server";
import { Panel } from "@/ui/panel";
import { PageHeading } from "../page-heading";
import { AddressBook } from "./address-book";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("rewards.addresses");
  return { title: t("title") };
}

export default async function AddressesPage() {
  await requirePerson();
  const t = await getTranslations("rewards.addresses");
  await queryClientOfRequest().prefetchQuery(trpc.rewards.addresses.queryOptions({}));
  return (
    <main id="main" className="mx-auto max-w-3xl px-4 pt-2 sm:px-6 lg:pt-4">
      <PageHeading
        title={t("title")}
        lead={t("lead")}
        back={{ href: "/membership/mall", label: t("back") }}
      />
      <Panel>
        <AskingPart>
          <AddressBook />
        </AskingPart>
      </Panel>
    </main>
  );
}
