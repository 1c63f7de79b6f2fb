"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { type Outputs, useTRPC } from "@/trpc/client";
import { ChartPanel } from "./chart-panel";
import { FactsAwaited } from "./facts-awaited";
import { RankedShares } from "./ranked-shares";
import { TrendLines, TrendSums } from "./trend-lines";
import { useFactWords } from "./use-fact-words";

type Results = Outputs["stats"]["coupons"];
type Day = Results["trends"][number];
type Coupon = Results["coupons"][number];

const LINES = ["issued", "used", "expired"] as const;
const FIGURES = [...LINES, "voided", "discountMinor", "orders", "spendMinor"] as const;

interface CouponResultsProps {
  range: { from: string; to: string };
  refreshMs: number;
}

/** What coupons did in the range: from day to day, and each of them. */
export function CouponResults({ range, refreshMs }: CouponResultsProps) {
  const trpc = useTRPC();
  const query = useQuery({
    ...trpc.stats.coupons.queryOptions(range),
    placeholderData: keepPreviousData,
    refetchInterval: refreshMs,
  });
  if (query.data === undefined) return <FactsAwaited query={query} />;
  return (
    <>
      <CouponTrend results={query.data} />
      <CouponList results={query.data} />
    </>
  );
}

function useColumns() {
  const t = useTranslations("overview.coupons");
  const words = useFactWords();
  return FIGURES.map((name) => ({
    header: t(`figures.${name}`),
    text: (row: Pick<Day, typeof name>) => words.textOf(name, row[name]),
    raw: (row: Pick<Day, typeof name>) => words.raw(name, row[name]),
  }));
}

function CouponTrend({ results }: { results: Results }) {
  const t = useTranslations("overview.coupons");
  const tTrend = useTranslations("overview.trends");
  const words = useFactWords();
  const columns = useColumns();
  const { all, trends, from, to, granularity } = results;
  const isMonthly = granularity === "MONTH";
  const nameOf = ({ date }: Day) => (isMonthly ? date.slice(0, 7) : date);
  const isEmpty = FIGURES.every((name) => trends.every((point) => point[name] === 0));
  return (
    <ChartPanel
      id="coupon-trend"
      title={t("trend")}
      file={`coupons-by-day-${from}-${to}`}
      empty={isEmpty ? { title: t("empty"), hint: t("emptyHint") } : null}
      rows={[...trends].reverse()}
      keyOf={({ date }) => date}
      columns={[
        {
          header: tTrend(isMonthly ? "month" : "day"),
          text: nameOf,
          raw: nameOf,
          primary: true,
        },
        ...columns,
      ]}
      lead={
        <TrendSums
          sums={LINES.map((name) => ({
            label: t(`figures.${name}`),
            text: words.textOf(name, all[name]),
          }))}
        />
      }
    >
      <TrendLines
        title={t("trend")}
        range={results}
        points={trends}
        lines={LINES.map((name) => ({ name, label: t(`figures.${name}`) }))}
      />
    </ChartPanel>
  );
}

function CouponList({ results }: { results: Results }) {
  const t = useTranslations("overview.coupons");
  const words = useFactWords();
  const columns = useColumns();
  const { all, coupons, from, to } = results;
  if (coupons.length === 0) return null;
  return (
    <ChartPanel
      id="coupon-results"
      title={t("title")}
      file={`coupons-${from}-${to}`}
      rows={coupons}
      keyOf={({ definitionId }) => definitionId}
      columns={[
        {
          header: t("name"),
          text: ({ name }: Coupon) => name,
          raw: ({ name }: Coupon) => name,
          primary: true,
        },
        ...columns,
      ]}
      lead={
        <p className="tabular -mt-1 mb-4 text-ink-soft text-sm">
          {t("all", {
            discount: words.textOf("discountMinor", all.discountMinor),
            orders: words.textOf("orders", all.orders),
            spend: words.textOf("spendMinor", all.spendMinor),
          })}
        </p>
      }
    >
      <RankedShares
        label={t("byDiscount")}
        rows={coupons.map(({ definitionId, name, used, discountMinor }) => ({
          key: definitionId,
          name,
          value: discountMinor,
          text: t("usedFor", {
            count: used,
            discount: words.textOf("discountMinor", discountMinor),
          }),
        }))}
      />
    </ChartPanel>
  );
}
