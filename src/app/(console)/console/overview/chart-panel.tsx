"use client";

import { ChartLine, Download, Table } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { DataTable } from "@/ui/data-table";
import { EmptyState } from "@/ui/empty-state";
import { PanelSection } from "@/ui/panel";
import { saveCsv } from "../batches/save-csv";

export interface FactColumn<Row> {
  header: string;
  /** As the table says it, and as a spreadsheet wants it. */
  text: (row: Row) => string;
  raw: (row: Row) => string | number;
  primary?: boolean;
  /** A word, not a figure. */
  isText?: boolean;
}

interface ChartPanelProps<Row> {
  id: string;
  title: string;
  rows: readonly Row[];
  keyOf: (row: Row) => string;
  columns: readonly FactColumn<Row>[];
  /** The name of the file, without its ending. */
  file: string;
  /** Nothing to draw: why, and what would change that. */
  empty?: { title: string; hint?: string } | null;
  /** Stands between the title and the chart. */
  lead?: ReactNode;
  className?: string;
  children: ReactNode;
}

const asideClass =
  "touch inline-flex items-center gap-1 text-ink-soft underline-offset-4 hover:text-ink hover:underline";

/** A chart that may also be read as a table and be taken away as a file. */
export function ChartPanel<Row>({
  id,
  title,
  rows,
  keyOf,
  columns,
  file,
  empty = null,
  lead,
  className = "",
  children,
}: ChartPanelProps<Row>) {
  const t = useTranslations("overview.chart");
  const [isTable, setTable] = useState(false);
  const Icon = isTable ? ChartLine : Table;
  const view = t(isTable ? "chart" : "table");
  const actions = (
    <span className="flex gap-4">
      <button
        type="button"
        aria-label={t("of", { title, action: view })}
        onClick={() => setTable(!isTable)}
        className={asideClass}
      >
        <Icon aria-hidden="true" className="size-3.5" />
        {view}
      </button>
      <button
        type="button"
        aria-label={t("of", { title, action: t("csv") })}
        onClick={() =>
          saveCsv(`${file}.csv`, [
            columns.map(({ header }) => header),
            ...rows.map((row) => columns.map(({ raw }) => raw(row))),
          ])
        }
        className={asideClass}
      >
        <Download aria-hidden="true" className="size-3.5" />
        {t("csv")}
      </button>
    </span>
  );
  if (empty) {
    return (
      <PanelSection id={id} title={title} className={className}>
        <EmptyState {...empty} />
      </PanelSection>
    );
  }
  return (
    <PanelSection id={id} title={title} aside={actions} className={className}>
      {lead}
      {isTable ? (
        <FactTable caption={title} rows={rows} keyOf={keyOf} columns={columns} />
      ) : (
        children
      )}
    </PanelSection>
  );
}

interface FactTableProps<Row> {
  caption: string;
  rows: readonly Row[];
  keyOf: (row: Row) => string;
  columns: readonly FactColumn<Row>[];
}

/** Long tables scroll in their panel, also by the keyboard. */
export function FactTable<Row>({ caption, rows, keyOf, columns }: FactTableProps<Row>) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by the keyboard
    <section aria-label={caption} tabIndex={0} className="relative max-h-112 overflow-auto">
      <DataTable
        caption={caption}
        rows={rows}
        keyOf={keyOf}
        columns={columns.map(({ header, text, primary = false, isText = false }) => ({
          header,
          cell: text,
          primary,
          figure: !primary && !isText,
        }))}
      />
    </section>
  );
}
