import { useTranslations } from "next-intl";
import { COLUMNS, type ImportKind } from "@/modules/imports/schema";
import { DataTable } from "@/ui/data-table";
import { Select } from "@/ui/select";
import type { Mapping } from "../column-names";
import type { TableFile } from "../table-file";

interface MappingTableProps {
  kind: ImportKind;
  table: TableFile;
  mapping: Mapping;
  disabled: boolean;
  onChange: (mapping: Mapping) => void;
}

/** What each column of the file means; one that means nothing here is left out. */
export function MappingTable({ kind, table, mapping, disabled, onChange }: MappingTableProps) {
  const t = useTranslations("imports");
  const titles = [...new Set(table.header.filter((title) => title !== ""))];

  function choose(title: string, value: string): void {
    const others = Object.entries(mapping).filter(
      ([other, column]) => other !== title && column !== value,
    );
    const column = COLUMNS[kind].find((one) => one === value);
    onChange(Object.fromEntries(column ? [...others, [title, column]] : others));
  }

  return (
    <DataTable
      caption={t("mapping.title")}
      rows={titles}
      keyOf={(title) => title}
      columns={[
        { header: t("mapping.header"), primary: true, cell: (title) => title },
        {
          header: t("mapping.example"),
          cell: (title) => (
            <span className="text-ink-soft">
              {table.rows[0]?.cells[table.header.indexOf(title)] || "–"}
            </span>
          ),
        },
        {
          header: t("mapping.column"),
          cell: (title) => (
            <Select
              aria-label={t("mapping.columnOf", { title })}
              value={mapping[title] ?? ""}
              disabled={disabled}
              onChange={({ target }) => choose(title, target.value)}
            >
              <option value="">{t("mapping.none")}</option>
              {COLUMNS[kind].map((column) => (
                <option key={column} value={column}>
                  {t(`columns.${column}`)}
                </option>
              ))}
            </Select>
          ),
        },
      ]}
    />
  );
}
