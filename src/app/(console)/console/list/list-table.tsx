"use client";

import {
  columnOrderingFeature,
  columnVisibilityFeature,
  createColumnHelper,
  rowSelectionFeature,
  rowSortingFeature,
  tableFeatures,
  useTable,
} from "@tanstack/react-table";
import { ArrowDown, ArrowUp, ChevronsUpDown, PanelRightOpen } from "lucide-react";
import { useTranslations } from "next-intl";
import type { Layout } from "@/modules/lists/schema/lists";
import { classNames } from "@/ui/class-names";
import { Skeleton } from "@/ui/skeleton";
import { type ListColumn, type Sort, shownKeys, sortBy } from "./list-column";

const features = tableFeatures({
  columnOrderingFeature,
  columnVisibilityFeature,
  rowSelectionFeature,
  rowSortingFeature,
});

export interface ListTableProps<Row> {
  caption: string;
  columns: readonly ListColumn<Row>[];
  /** Undefined while the first page is on its way. */
  rows: readonly Row[] | undefined;
  isStale: boolean;
  idOf: (row: Row) => string;
  nameOf: (row: Row) => string;
  layout: Layout;
  sort?: Sort;
  onSort?: (sort: Sort) => void;
  /** Which are chosen, to do something with. */
  chosen?: ReadonlySet<string>;
  onChoose?: (ids: readonly string[], chosen: boolean) => void;
  /** Which one is open beside the list. */
  openId?: string | undefined;
  onOpen?: (id: string) => void;
}

const NONE: readonly never[] = [];
const FROM = {
  sm: "hidden sm:table-cell",
  md: "hidden md:table-cell",
  lg: "hidden lg:table-cell",
  xl: "hidden xl:table-cell",
} as const;
const PLACEHOLDERS = 8;

/** A page of a list: columns as they were chosen, heads that put it in order, rows to choose and to open. */
export function ListTable<Row extends object>(props: ListTableProps<Row>) {
  const { caption, columns, rows, isStale, idOf, layout, sort, chosen, onChoose, onOpen } = props;
  const t = useTranslations("lists.table");
  const shown = shownKeys(columns, layout);
  const isChosenByHand = layout.columns.length > 0;
  const helper = createColumnHelper<typeof features, Row>();
  const table = useTable({
    features,
    columns: columns.map(({ key, title, sort: word }) =>
      helper.display({ id: key, header: title, enableSorting: word !== undefined }),
    ),
    data: rows ?? NONE,
    getRowId: idOf,
    manualSorting: true,
    state: {
      columnOrder: shown,
      columnVisibility: Object.fromEntries(columns.map(({ key }) => [key, shown.includes(key)])),
      rowSelection: Object.fromEntries([...(chosen ?? NONE)].map((id) => [id, true])),
      sorting: columns.flatMap(({ key, sort: word }) =>
        word !== undefined && word === sort?.by
          ? [{ id: key, desc: sort.direction === "desc" }]
          : [],
      ),
    },
  });
  const known = new Map(columns.map((column) => [column.key, column]));
  const classOf = (key: string) => {
    const column = known.get(key);
    const from = column?.from && (isChosenByHand ? "sm" : column.from);
    return classNames(column?.isFigure ? "text-right" : "text-left", from && FROM[from]);
  };
  const padding = layout.density === "COMPACT" ? "px-3 py-1" : "px-3 py-2.5";
  const isAllChosen = rows?.every((row) => chosen?.has(idOf(row)));
  return (
    <table
      aria-busy={rows === undefined || isStale}
      className={classNames("w-full transition-opacity", isStale && "opacity-60")}
    >
      <caption className="sr-only">{caption}</caption>
      <thead>
        {table.getHeaderGroups().map((group) => (
          <tr key={group.id} className="border-line border-b text-ink-faint text-sm">
            {onChoose ? (
              <td className="w-10 pl-3">
                <input
                  type="checkbox"
                  aria-label={t("chooseAll")}
                  className="size-5 accent-seal"
                  checked={Boolean(isAllChosen && rows?.length)}
                  disabled={!rows?.length}
                  onChange={({ target }) => onChoose((rows ?? []).map(idOf), target.checked)}
                />
              </td>
            ) : null}
            {group.headers.map((header) => (
              <SortableHead
                key={header.id}
                title={known.get(header.column.id)?.title ?? ""}
                word={known.get(header.column.id)?.sort}
                sort={sort}
                onSort={props.onSort}
                className={classNames("px-3 py-3 font-normal", classOf(header.column.id))}
              />
            ))}
            {onOpen ? (
              <td className="hidden w-10 lg:table-cell">
                <span className="sr-only">{t("open")}</span>
              </td>
            ) : null}
          </tr>
        ))}
      </thead>
      <tbody className="tabular">
        {rows === undefined
          ? Array.from({ length: PLACEHOLDERS }, (_, row) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: placeholders never move
              <tr key={row} className="border-line border-b last:border-0">
                {onChoose ? <td /> : null}
                {shown.map((key) => (
                  <td key={key} className={classNames("px-3 py-4", classOf(key))}>
                    <Skeleton className="h-4 w-3/4 min-w-12" />
                  </td>
                ))}
              </tr>
            ))
          : table.getRowModel().rows.map((row) => (
              <tr
                key={row.id}
                data-row={row.id}
                aria-current={props.openId === row.id || undefined}
                className="border-line border-b last:border-0 hover:bg-sunken/60 aria-current:bg-sunken"
              >
                {onChoose ? (
                  <td className="w-10 pl-3">
                    <input
                      type="checkbox"
                      aria-label={t("choose", { name: props.nameOf(row.original) })}
                      className="size-5 accent-seal"
                      checked={chosen?.has(row.id) ?? false}
                      onChange={({ target }) => onChoose([row.id], target.checked)}
                    />
                  </td>
                ) : null}
                {row.getVisibleCells().map((cell, at) => {
                  const Cell = at === 0 ? "th" : "td";
                  return (
                    <Cell
                      key={cell.id}
                      {...(at === 0 && { scope: "row" as const })}
                      className={classNames(
                        padding,
                        "whitespace-nowrap font-normal",
                        classOf(cell.column.id),
                      )}
                    >
                      {/* Drawn by us: what is drawn anew each time would lose the focus. */}
                      {known.get(cell.column.id)?.cell(row.original)}
                    </Cell>
                  );
                })}
                {onOpen ? (
                  <td className="hidden w-10 pr-2 text-right lg:table-cell">
                    <button
                      type="button"
                      aria-label={t("openOne", { name: props.nameOf(row.original) })}
                      onClick={() => onOpen(row.id)}
                      className="touch inline-flex size-8 items-center justify-center rounded-full text-ink-faint hover:bg-sunken hover:text-ink"
                    >
                      <PanelRightOpen aria-hidden="true" className="size-4" />
                    </button>
                  </td>
                ) : null}
              </tr>
            ))}
      </tbody>
    </table>
  );
}

interface SortableHeadProps {
  title: string;
  word: string | undefined;
  sort: Sort | undefined;
  onSort: ((sort: Sort) => void) | undefined;
  className: string;
}

function SortableHead({ title, word, sort, onSort, className }: SortableHeadProps) {
  if (word === undefined || !sort || !onSort) {
    return (
      <th scope="col" className={className}>
        {title}
      </th>
    );
  }
  const isBy = sort.by === word;
  const Sign = !isBy ? ChevronsUpDown : sort.direction === "asc" ? ArrowUp : ArrowDown;
  const order = sort.direction === "asc" ? "ascending" : "descending";
  return (
    <th scope="col" aria-sort={isBy ? order : "none"} className={className}>
      <button
        type="button"
        onClick={() => onSort(sortBy(word, sort))}
        className={classNames(
          "inline-flex items-center gap-1 whitespace-nowrap hover:text-ink",
          isBy && "text-ink",
        )}
      >
        {title}
        <Sign aria-hidden="true" className="size-3.5" />
      </button>
    </th>
  );
}
