import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getTimeZone, getTranslations } from "next-intl/server";
import { requirePerson } from "@/app/shell/require-person";
import { formatDate } from "@/i18n/format";
import { Hydrate } from "@/trpc/hydrate";
import { api, queryClientOfRequest, trpc } from "@/trpc/server";
import { DeskHeading, DeskPage } from "./desk-page";
import { MissingCoupons } from "./missing-coupons";
import { chosenRange } from "./overview/range-query";
import { AlertsButton } from "./today/alerts-button";
import { Feed } from "./today/feed";
import { latelyInput } from "./today/feed-query";
import { TodayFigures } from "./today/today-figures";
import { WorkList } from "./today/work-list";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("worklist");
  return { title: t("title") };
}

interface ConsolePageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

/** Figures stood here before, with their days in the address. */
const OF_FIGURES = ["range", "from", "to"];

export default async function ConsolePage({ searchParams }: ConsolePageProps) {
  const [person, query, caller, timeZone, t] = await Promise.all([
    requirePerson(),
    searchParams,
    api(),
    getTimeZone(),
    getTranslations("worklist"),
  ]);
  const days = OF_FIGURES.flatMap((name) =>
    [query[name]].flat().flatMap((value) => (value === undefined ? [] : [[name, value]])),
  );
  if (days.length > 0) redirect(`/console/figures?${new URLSearchParams(days)}`);
  const seesFigures = person.permissions.includes("stats:read");
  const seesLog = person.permissions.includes("audit:read");
  const { now } = await caller.system.list({});
  const { from, to } = chosenRange(() => undefined, formatDate(now, timeZone));
  const client = queryClientOfRequest();
  await Promise.all([
    client.prefetchQuery(trpc.worklist.list.queryOptions({})),
    ...(seesLog ? [client.prefetchQuery(trpc.audit.list.queryOptions(latelyInput))] : []),
    ...(seesFigures ? [client.prefetchQuery(trpc.stats.dashboard.queryOptions({ from, to }))] : []),
  ]);
  return (
    <DeskPage className="max-w-[92rem]">
      <Hydrate>
        <DeskHeading title={t("title")} lead={t("lead")} action={<AlertsButton />} />
        <div className="grid items-start gap-4 xl:grid-cols-[minmax(0,1.75fr)_minmax(0,1fr)]">
          <div className="min-w-0">
            <MissingCoupons />
            <WorkList />
            {seesFigures ? <TodayFigures range={{ from, to }} /> : null}
          </div>
          {seesLog ? <Feed /> : null}
        </div>
      </Hydrate>
    </DeskPage>
  );
}
