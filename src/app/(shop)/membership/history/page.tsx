import type { Metadata } from "next";
import { getTimeZone, getTranslations } from "next-intl/server";
import { ledgerFilterFrom, ledgerInput } from "@/app/ledger/ledger-filter";
import { requirePerson } from "@/app/shell/require-person";
import { shopBrand } from "@/app/shell/shop-brand";
import { api } from "@/trpc/server";
import { PanelSection } from "@/ui/panel";
import { PageHeading } from "../page-heading";
import { WhyPoints } from "../why-points";
import { OwnHistory } from "./own-history";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("points.history");
  return { title: t("title") };
}

interface HistoryPageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function HistoryPage({ searchParams }: HistoryPageProps) {
  await requirePerson();
  const query = await searchParams;
  const filter = ledgerFilterFrom((name) => [query[name]].flat().at(0));
  const [caller, t, timeZone, { orderUrl }] = await Promise.all([
    api(),
    getTranslations("points.history"),
    getTimeZone(),
    shopBrand(),
  ]);
  const entries = await caller.points.transactions(ledgerInput(filter, timeZone));
  return (
    <main id="main" className="mx-auto max-w-3xl px-4 pt-2 sm:px-6 lg:pt-4">
      <PageHeading
        title={t("title")}
        lead={t("lead")}
        back={{ href: "/membership", label: t("back") }}
      />
      <PanelSection id="history" title={t("lines")} aside={<WhyPoints orderUrl={orderUrl} />}>
        <OwnHistory initial={entries} orderUrl={orderUrl} />
      </PanelSection>
    </main>
  );
}
