import type { ReactNode } from "react";
import { classNames } from "./class-names";
import { tableRoles } from "./table-roles";

export interface Column<Row> {
  header: string;
  cell: (row: Row) => ReactNode;
  /** Names the row. */
  primary?: boolean;
  /** Right-aligned, in figures of one width. */
  figure?: boolean;
}

interface DataTableProps<Row> {
  caption: string;
  rows: readonly Row[];
  keyOf: (row: Row) => string;
  columns: readonly Column<Row>[];
}

/**
 * A table of facts. On a phone each row becomes a block with its labels beside its values; the
 * roles are spelled out, because a table laid out as blocks would lose them.
 */
export function DataTable<Row>({ caption, rows, keyOf, columns }: DataTableProps<Row>) {
  return (
    <table {...tableRoles.table} className="tabular block w-full text-left md:table">
      <caption className="sr-only">{caption}</caption>
      <thead {...tableRoles.rowGroup} className="sr-only md:not-sr-only md:table-header-group">
        <tr {...tableRoles.row} className="border-line border-b text-ink-faint text-sm">
          {columns.map(({ header, figure }) => (
            <th
              key={header}
              {...tableRoles.columnHeader}
              scope="col"
              className={classNames(
                "px-3 pb-3 font-normal first:pl-0 last:pr-0",
                figure && "text-right",
              )}
            >
              {header}
            </th>
          ))}
        </tr>
      </thead>
      <tbody {...tableRoles.rowGroup} className="block md:table-row-group">
        {rows.map((row) => (
          <tr
            key={keyOf(row)}
            {...tableRoles.row}
            className="block border-line border-b py-3.5 first:pt-0 last:border-0 md:table-row"
          >
            {columns.map(({ header, cell, primary, figure }) => {
              const Cell = primary ? "th" : "td";
              return (
                <Cell
                  key={header}
                  {...(primary
                    ? { scope: "row", ...tableRoles.rowHeader }
                    : { ...tableRoles.cell })}
                  className={classNames(
                    "flex items-baseline justify-between gap-4 py-0.5 font-normal",
                    "md:table-cell md:px-3 md:py-3 md:first:pl-0 md:last:pr-0",
                    primary && "text-left font-medium",
                    figure && "md:text-right",
                  )}
                >
                  <span
                    className={classNames(
                      "shrink-0 text-ink-faint text-sm md:hidden",
                      primary && "sr-only",
                    )}
                  >
                    {header}
                  </span>
                  <span>{cell(row)}</span>
                </Cell>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
