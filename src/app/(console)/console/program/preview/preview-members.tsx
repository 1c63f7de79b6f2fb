"use client";

import { useInfiniteQuery, useMutation } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { useTranslations } from "next-intl";
import { useId, useState } from "react";
import { PagedList } from "@/app/shell/paged-list";
import { formatDateTime } from "@/i18n/format";
import { useFormats } from "@/i18n/use-formats";
import { failureOf, type Outputs, useTRPC, useTRPCClient } from "@/trpc/client";
import { pagedOptions } from "@/trpc/paged-options";
import { Button } from "@/ui/button";
import { type Column, DataTable } from "@/ui/data-table";
import { EmptyState } from "@/ui/empty-state";
import { Select } from "@/ui/select";
import { showToast } from "@/ui/toast-store";
import { saveCsv } from "../../batches/save-csv";
import type { Flows, Horizon, PreviewedTier } from "./whole-preview";

type Moved = Outputs["program"]["previewMembers"]["items"][number];
type Sort = "SPEND_DESC" | "SPEND_ASC";

const directions = ["UP", "DOWN", "LEVEL"] as const;
type Direction = (typeof directions)[number];
type Where = { goes: Direction } | { from: string; to: string };

const rowsAtOnce = 20;
const rowsInFile = 1000;

interface PreviewMembersProps {
  previewId: string;
  horizon: Horizon;
  flows: Flows;
  tiers: readonly PreviewedTier[];
}

/** Who goes up and down: all of them or from one tier to another, by what they spent, also as a file. */
export function PreviewMembers({ previewId, horizon, flows, tiers }: PreviewMembersProps) {
  const t = useTranslations("program.preview");
  const trpc = useTRPC();
  const client = useTRPCClient();
  const [id, sortId] = [useId(), useId()];
  const choices = useChoices(flows, tiers);
  const [chosen, setChosen] = useState(choices[0]?.key ?? "");
  const [sort, setSort] = useState<Sort>("SPEND_DESC");
  const where: Where = choices.find(({ key }) => key === chosen)?.where ?? { goes: "UP" };
  const input = { previewId, horizon, sort, ...where };
  const page = { ...input, limit: rowsAtOnce };
  const query = useInfiniteQuery(
    pagedOptions(trpc.program.previewMembers.infiniteQueryKey(page), (cursor) =>
      client.program.previewMembers.query({ ...page, ...cursor }),
    ),
  );
  const columns = useColumns(tiers);
  return (
    <div className="mt-5 border-line border-t pt-4">
      <h4 className="font-medium">{t("members")}</h4>
      <div className="mt-2 flex flex-wrap items-end gap-3">
        <label htmlFor={id} className="min-w-0 grow text-sm sm:grow-0">
          <span className="mb-1 block text-ink-faint">{t("whom")}</span>
          <Select id={id} value={chosen} onChange={({ target }) => setChosen(target.value)}>
            {choices.map(({ key, label }) => (
              <option key={key} value={key}>
                {label}
              </option>
            ))}
          </Select>
        </label>
        <label htmlFor={sortId} className="grow text-sm sm:grow-0">
          <span className="mb-1 block text-ink-faint">{t("sort")}</span>
          <Select
            id={sortId}
            value={sort}
            onChange={({ target }) =>
              setSort(target.value === "SPEND_ASC" ? "SPEND_ASC" : "SPEND_DESC")
            }
          >
            <option value="SPEND_DESC">{t("sorts.SPEND_DESC")}</option>
            <option value="SPEND_ASC">{t("sorts.SPEND_ASC")}</option>
          </Select>
        </label>
        <ExportMoves input={input} tiers={tiers} />
      </div>
      <section
        aria-label={t("members")}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls has to be reached by the keyboard.
        tabIndex={0}
        className="mt-3 max-h-80 overflow-y-auto rounded-md"
      >
        <PagedList query={query} empty={<EmptyState title={t("nobody")} />}>
          {(items) => (
            <DataTable
              caption={t("members")}
              rows={items}
              keyOf={({ memberId }) => memberId}
              columns={columns}
            />
          )}
        </PagedList>
      </section>
    </div>
  );
}

/** All who go one way, then each pair of tiers. */
function useChoices(flows: Flows, tiers: readonly PreviewedTier[]) {
  const t = useTranslations("program.preview");
  const format = useFormats();
  const nameOf = (code: string) => tiers.find((tier) => tier.code === code)?.name ?? code;
  const totals: Record<Direction, number> = { UP: flows.up, DOWN: flows.down, LEVEL: flows.level };
  const ways = directions
    .filter((direction) => totals[direction] > 0)
    .map((direction) => ({
      key: direction as string,
      where: { goes: direction } as Where,
      label: t(`ways.${direction}`, { members: format.points(totals[direction]) }),
    }));
  const pairs = flows.cells
    .filter(({ from, to }) => from !== to)
    .map(({ from, to, members }) => ({
      key: `${from}>${to}`,
      where: { from, to },
      label: t("pair", { from: nameOf(from), to: nameOf(to), members: format.points(members) }),
    }));
  return [...ways, ...pairs];
}

function useColumns(tiers: readonly PreviewedTier[]): Column<Moved>[] {
  const t = useTranslations("program.preview");
  const format = useFormats();
  const nameOf = (code: string) => tiers.find((tier) => tier.code === code)?.name ?? code;
  return [
    {
      header: t("columns.member"),
      primary: true,
      cell: ({ memberId, memberCode }) => (
        <a
          href={`/console/members/${memberId}`}
          target="_blank"
          rel="noreferrer"
          className="underline"
        >
          {memberCode}
        </a>
      ),
    },
    { header: t("columns.from"), cell: ({ from }) => nameOf(from) },
    { header: t("columns.to"), cell: ({ to }) => nameOf(to) },
    { header: t("columns.reason"), cell: ({ reason }) => t(`reasons.${reason}`) },
    {
      header: t("columns.spend"),
      figure: true,
      cell: ({ spendMinor }) => format.money(spendMinor),
    },
    { header: t("columns.until"), cell: ({ until }) => (until ? format.date(until) : "–") },
  ];
}

interface ExportMovesProps {
  input: { previewId: string; horizon: Horizon; sort: Sort } & Where;
  tiers: readonly PreviewedTier[];
}

const columns = ["member", "from", "to", "reason", "spend", "until"] as const;

/** The list as a file, all of it. */
function ExportMoves({ input, tiers }: ExportMovesProps) {
  const t = useTranslations("program.preview");
  const format = useFormats();
  const client = useTRPCClient();
  const nameOf = (code: string) => tiers.find((tier) => tier.code === code)?.name ?? code;

  async function all(): Promise<Moved[]> {
    const rows: Moved[] = [];
    let cursor: string | null = null;
    do {
      const page: Outputs["program"]["previewMembers"] = await client.program.previewMembers.query({
        ...input,
        limit: rowsInFile,
        ...(cursor ? { cursor } : {}),
      });
      rows.push(...page.items);
      cursor = page.nextCursor;
    } while (cursor !== null);
    return rows;
  }

  const save = useMutation({
    mutationFn: async () => {
      const rows = await all();
      await saveCsv(`tier-preview-${input.previewId}-${input.horizon.toLowerCase()}.csv`, [
        columns.map((column) => t(`columns.${column}`)),
        ...rows.map((row) => [
          row.memberCode,
          nameOf(row.from),
          nameOf(row.to),
          t(`reasons.${row.reason}`),
          row.spendMinor / 100,
          row.until && formatDateTime(row.until, format.timeZone),
        ]),
      ]);
      return rows.length;
    },
    onSuccess: (count) => showToast("good", t("exported", { count })),
    onError: (error) => showToast("bad", failureOf(error).detail ?? t("exportFailed")),
  });
  return (
    <Button size="sm" pending={save.isPending} onClick={() => save.mutate()}>
      {save.isPending ? null : <Download aria-hidden="true" className="size-4" />}
      {t(save.isPending ? "exporting" : "export")}
    </Button>
  );
}
