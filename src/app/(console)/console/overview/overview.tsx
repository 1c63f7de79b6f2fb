"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { LoadFailed } from "@/app/shell/load-failed";
import { useAddress } from "@/app/shell/use-address";
import { useFormats } from "@/i18n/use-formats";
import { useTRPC } from "@/trpc/client";
import { EmptyState } from "@/ui/empty-state";
import { Panel } from "@/ui/panel";
import { CouponResults } from "./coupon-results";
import { Effects } from "./effects";
import { ExpiringMonths } from "./expiring-months";
import { FigureTiles } from "./figure-tiles";
import { OverviewSkeleton } from "./overview-skeleton";
import { RangeBar } from "./range-bar";
import { chosenRange } from "./range-query";
import { Sales } from "./sales";
import { TierDistribution } from "./tier-distribution";
import { TierFlow } from "./tier-flow";
import { TrendPanel } from "./trend-panel";

/** A page that is left open stays true. */
const REFRESH_MS = 20_000;

/** The program over a range of days, which the address keeps. */
export function Overview({ today }: { today: string }) {
  const t = useTranslations("overview");
  const format = useFormats();
  const trpc = useTRPC();
  const { read, go } = useAddress();
  const chosen = chosenRange(read, today);
  const range = { from: chosen.from, to: chosen.to };
  const query = useQuery({
    ...trpc.stats.dashboard.queryOptions(range),
    placeholderData: keepPreviousData,
    refetchInterval: REFRESH_MS,
  });
  const landmarks = useQuery(trpc.stats.landmarks.queryOptions(range));
  const drawn = { landmarks: landmarks.data?.landmarks ?? [], today };
  return (
    <>
      <div className="mb-5 flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <div>
          <h1 className="text-2xl">{t("title")}</h1>
          <p className="tabular text-ink-soft text-sm">
            {t("range.shown", {
              from: format.calendarDate(range.from),
              to: format.calendarDate(range.to),
            })}
            {chosen.to === today ? t("range.goingOn") : ""}
            <span role="status">
              {query.isPlaceholderData ? ` · ${t("updating")}` : ""}
              {query.data && !query.data.upToDate ? ` · ${t("behind")}` : ""}
            </span>
          </p>
        </div>
        <RangeBar chosen={chosen} today={today} onChoose={go} />
      </div>
      {query.isPending ? <OverviewSkeleton /> : null}
      {query.isError && query.data !== undefined ? (
        <LoadFailed
          stale
          error={query.error}
          pending={query.isFetching}
          onRetry={() => query.refetch()}
        />
      ) : null}
      {query.isError && query.data === undefined ? (
        <Panel>
          <LoadFailed
            error={query.error}
            pending={query.isFetching}
            onRetry={() => query.refetch()}
          />
        </Panel>
      ) : null}
      {query.data ? (
        <div
          aria-busy={query.isPlaceholderData}
          className="space-y-4 transition-opacity aria-busy:opacity-60"
        >
          <FigureTiles dashboard={query.data} />
          {query.data.liability.pointsOutstanding === 0 && query.data.overview.members === 0 ? (
            <Panel>
              <EmptyState title={t("empty")} hint={t("emptyHint")} />
            </Panel>
          ) : (
            <>
              <div className="grid gap-4 xl:grid-cols-[1.75fr_1fr]">
                <TrendPanel
                  id="points"
                  dashboard={query.data}
                  lines={["pointsEarned", "pointsRedeemed", "pointsExpired"]}
                  others={["pointsOutstanding"]}
                  {...drawn}
                />
                <TierDistribution dashboard={query.data} />
                <TrendPanel
                  id="spend"
                  dashboard={query.data}
                  lines={["spendMinor", "refundedMinor"]}
                  others={["orders"]}
                  {...drawn}
                />
                <ExpiringMonths liability={query.data.liability} today={today} />
              </div>
              <TrendPanel
                id="members"
                dashboard={query.data}
                lines={["enrolled", "closed"]}
                others={["members", "activeMembers"]}
                {...drawn}
              />
              <TierFlow range={range} refreshMs={REFRESH_MS} />
              <Effects range={range} refreshMs={REFRESH_MS} tiers={query.data.tierDistribution} />
              <CouponResults range={range} refreshMs={REFRESH_MS} />
              <Sales range={range} refreshMs={REFRESH_MS} />
            </>
          )}
        </div>
      ) : null}
    </>
  );
}
