"use client";

import { Download, Layers, List } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { EmptyState } from "@/ui/empty-state";
import { PanelSection } from "@/ui/panel";
import { saveCsv } from "../batches/save-csv";
import { FactTable } from "./chart-panel";
import { useFactWords } from "./use-fact-words";

export type Figures<Name extends string> = Record<Name, number>;

export interface EffectRow<Name extends string> {
  key: string;
  name: string;
  figures: Figures<Name>;
  byTier: readonly { tier: string; figures: Figures<Name> }[];
}

interface EffectPanelProps<Name extends string> {
  id: "benefits" | "activities";
  file: string;
  rows: readonly EffectRow<Name>[];
  names: readonly Name[];
  headerOf: (name: Name) => string;
}

interface Line<Name extends string> {
  key: string;
  name: string;
  tier: string;
  figures: Figures<Name>;
}

const asideClass =
  "touch inline-flex items-center gap-1 text-ink-soft underline-offset-4 hover:text-ink hover:underline";

/** What benefits or activities did, in all or tier by tier. */
export function EffectPanel<Name extends string>({
  id,
  file,
  rows,
  names,
  headerOf,
}: EffectPanelProps<Name>) {
  const t = useTranslations("overview.effects");
  const tChart = useTranslations("overview.chart");
  const words = useFactWords();
  const [isByTier, setByTier] = useState(false);
  const title = t(`${id}.title`);
  const inAll = rows.map(
    ({ key, name, figures }): Line<Name> => ({ key, name, tier: t("allTiers"), figures }),
  );
  const byTier = rows.flatMap(({ key, name, byTier: tiers }) =>
    tiers.map(({ tier, figures }): Line<Name> => ({ key: `${key} ${tier}`, name, tier, figures })),
  );
  const tierColumn = {
    header: t("tier"),
    text: ({ tier }: Line<Name>) => tier,
    raw: ({ tier }: Line<Name>) => tier,
    isText: true,
  };
  const nameColumn = {
    header: t(`${id}.name`),
    text: ({ name }: Line<Name>) => name,
    raw: ({ name }: Line<Name>) => name,
    primary: true,
  };
  const figureColumns = names.map((name) => ({
    header: headerOf(name),
    text: ({ figures }: Line<Name>) => words.textOf(name, figures[name]),
    raw: ({ figures }: Line<Name>) => words.raw(name, figures[name]),
  }));

  function save(): void {
    const columns = [nameColumn, tierColumn, ...figureColumns];
    void saveCsv(`${file}.csv`, [
      columns.map(({ header }) => header),
      ...[...inAll, ...byTier].map((line) => columns.map(({ raw }) => raw(line))),
    ]);
  }

  const view = t(isByTier ? "inAll" : "byTier");
  const Icon = isByTier ? List : Layers;
  const actions = (
    <span className="flex gap-4">
      <button
        type="button"
        aria-label={tChart("of", { title, action: view })}
        onClick={() => setByTier(!isByTier)}
        className={asideClass}
      >
        <Icon aria-hidden="true" className="size-3.5" />
        {view}
      </button>
      <button
        type="button"
        aria-label={tChart("of", { title, action: tChart("csv") })}
        onClick={save}
        className={asideClass}
      >
        <Download aria-hidden="true" className="size-3.5" />
        {tChart("csv")}
      </button>
    </span>
  );
  if (rows.length === 0) {
    return (
      <PanelSection id={id} title={title}>
        <EmptyState title={t(`${id}.empty`)} hint={t(`${id}.emptyHint`)} />
      </PanelSection>
    );
  }
  return (
    <PanelSection id={id} title={title} aside={actions}>
      <FactTable
        caption={title}
        rows={isByTier ? byTier : inAll}
        keyOf={({ key }) => key}
        columns={
          isByTier ? [nameColumn, tierColumn, ...figureColumns] : [nameColumn, ...figureColumns]
        }
      />
    </PanelSection>
  );
}
