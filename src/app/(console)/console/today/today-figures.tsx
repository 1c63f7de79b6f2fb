"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { LoadFailed } from "@/app/shell/load-failed";
import { useTRPC } from "@/trpc/client";
import { PageLink } from "@/ui/page-link";
import { SkeletonRows } from "@/ui/skeleton";
import { FigureTiles } from "../overview/figure-tiles";

/** How the program stands, over the last thirty days; all there is about it is a page of its own. */
export function TodayFigures({ range }: { range: { from: string; to: string } }) {
  const t = useTranslations("worklist.figures");
  const trpc = useTRPC();
  const query = useQuery(trpc.stats.dashboard.queryOptions(range));
  return (
    <section aria-labelledby="today-figures" className="mt-6">
      <div className="mb-3 flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
        <h2 id="today-figures" className="text-lg">
          {t("title")}
        </h2>
        <PageLink
          href="/console/figures"
          className="text-ink-soft text-sm underline decoration-line-strong underline-offset-4 hover:decoration-seal"
        >
          {t("all")}
        </PageLink>
      </div>
      {query.isPending ? <SkeletonRows label={t("loading")} /> : null}
      {query.isError ? (
        <LoadFailed
          stale={query.data !== undefined}
          error={query.error}
          pending={query.isFetching}
          onRetry={() => query.refetch()}
        />
      ) : null}
      {query.data ? <FigureTiles dashboard={query.data} narrow /> : null}
    </section>
  );
}
