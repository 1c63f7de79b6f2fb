"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { type Outputs, useTRPC } from "@/trpc/client";
import { ChartPanel } from "./chart-panel";
import { FactsAwaited } from "./facts-awaited";
import { RankedShares } from "./ranked-shares";
import { useFactWords } from "./use-fact-words";

type Sale = Outputs["stats"]["sales"]["brands"][number];

const FIGURES = ["orders", "spendMinor", "points"] as const;

interface SalesProps {
  range: { from: string; to: string };
  refreshMs: number;
}

/** What was sold in the range, by category and by brand. */
export function Sales({ range, refreshMs }: SalesProps) {
  const trpc = useTRPC();
  const query = useQuery({
    ...trpc.stats.sales.queryOptions(range),
    placeholderData: keepPreviousData,
    refetchInterval: refreshMs,
  });
  if (query.data === undefined) return <FactsAwaited query={query} />;
  const { categories, brands, from, to } = query.data;
  const days = `${from}-${to}`;
  return (
    <div className="grid gap-4 xl:grid-cols-2">
      <SalesPanel id="categories" rows={categories} days={days} />
      <SalesPanel id="brands" rows={brands} days={days} />
    </div>
  );
}

interface SalesPanelProps {
  id: "categories" | "brands";
  rows: readonly Sale[];
  days: string;
}

function SalesPanel({ id, rows, days }: SalesPanelProps) {
  const t = useTranslations("overview.sales");
  const words = useFactWords();
  const nameOf = ({ name }: Sale) => name ?? t(`${id}.none`);
  const keyOf = ({ name }: Sale) => name ?? "";
  return (
    <ChartPanel
      id={`sales-${id}`}
      title={t(`${id}.title`)}
      file={`sales-${id}-${days}`}
      empty={rows.length === 0 ? { title: t("empty"), hint: t("emptyHint") } : null}
      rows={rows}
      keyOf={keyOf}
      columns={[
        { header: t(`${id}.name`), text: nameOf, raw: nameOf, primary: true },
        ...FIGURES.map((name) => ({
          header: t(`figures.${name}`),
          text: (sale: Sale) => words.textOf(name, sale[name]),
          raw: (sale: Sale) => words.raw(name, sale[name]),
        })),
      ]}
    >
      <RankedShares
        label={t(`${id}.title`)}
        rows={rows.map((sale) => ({
          key: keyOf(sale),
          name: nameOf(sale),
          value: sale.spendMinor,
          text: words.textOf("spendMinor", sale.spendMinor),
        }))}
      />
    </ChartPanel>
  );
}
