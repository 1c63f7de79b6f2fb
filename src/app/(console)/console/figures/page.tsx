import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getTimeZone, getTranslations } from "next-intl/server";
import { requirePerson } from "@/app/shell/require-person";
import { formatDate } from "@/i18n/format";
import { Hydrate } from "@/trpc/hydrate";
import { api, queryClientOfRequest, trpc } from "@/trpc/server";
import { DeskPage } from "../desk-page";
import { Overview } from "../overview/overview";
import { chosenRange } from "../overview/range-query";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("overview");
  return { title: t("title") };
}

interface FiguresPageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function FiguresPage({ searchParams }: FiguresPageProps) {
  const [person, query, caller, timeZone] = await Promise.all([
    requirePerson(),
    searchParams,
    api(),
    getTimeZone(),
  ]);
  if (!person.permissions.includes("stats:read")) redirect("/console/members");
  const { now } = await caller.system.list({});
  const today = formatDate(now, timeZone);
  const { from, to } = chosenRange((name) => [query[name]].flat().at(0), today);
  const client = queryClientOfRequest();
  await Promise.all([
    client.prefetchQuery(trpc.stats.dashboard.queryOptions({ from, to })),
    client.prefetchQuery(trpc.stats.effects.queryOptions({ from, to })),
  ]);
  return (
    <DeskPage className="max-w-[92rem]">
      <Hydrate>
        <Overview today={today} />
      </Hydrate>
    </DeskPage>
  );
}
