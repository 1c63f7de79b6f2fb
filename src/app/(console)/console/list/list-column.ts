import type { ReactNode } from "react";
import type { Layout } from "@/modules/lists/schema/lists";

/** What a list can show of each row. The first one names the row, and is always there. */
export interface ListColumn<Row> {
  key: string;
  title: string;
  /** By which word the list is asked to be in this order, where there is an index for it. */
  sort?: string;
  /** Right-aligned, in figures of one width. */
  isFigure?: boolean;
  /** Not shown before somebody chooses it. */
  isExtra?: boolean;
  /** From which width on it has room; chosen ones are there at any from a tablet's on. */
  from?: "sm" | "md" | "lg" | "xl";
  cell: (row: Row) => ReactNode;
}

export interface Sort {
  by: string;
  direction: "asc" | "desc";
}

/** The keys of what is shown, in order: what was chosen, or the list's own. Unknown ones are left out. */
export function shownKeys(
  columns: readonly Pick<ListColumn<never>, "key" | "isExtra">[],
  { columns: chosen }: Layout,
): string[] {
  const known = new Set(columns.map(({ key }) => key));
  const [first] = columns;
  const wanted =
    chosen.length > 0
      ? chosen.filter((key) => known.has(key))
      : columns.filter(({ isExtra }) => !isExtra).map(({ key }) => key);
  return first ? [first.key, ...wanted.filter((key) => key !== first.key)] : [];
}

/** What a click on the head of a column asks for: the other way round where it is in that order already. */
export function sortBy(by: string, now: Sort): Sort {
  return { by, direction: now.by === by && now.direction === "desc" ? "asc" : "desc" };
}
