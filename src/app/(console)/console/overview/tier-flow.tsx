"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useFormats } from "@/i18n/use-formats";
import { type Outputs, useTRPC } from "@/trpc/client";
import { ShareList } from "@/ui/charts/share-list";
import { ChartPanel } from "./chart-panel";
import { FactsAwaited } from "./facts-awaited";
import { FigureDefinition } from "./figure-definition";

type Move = Outputs["stats"]["tierFlow"]["moves"][number];

/** The others are in the table. */
const DRAWN_MAX = 8;

const swatches = { UP: "bg-seal", DOWN: "bg-ink-soft", OTHER: "bg-bar" } as const;

interface TierFlowProps {
  range: { from: string; to: string };
  refreshMs: number;
}

/** From which tier to which members went in the range. */
export function TierFlow({ range, refreshMs }: TierFlowProps) {
  const t = useTranslations("overview.tierFlow");
  const format = useFormats();
  const trpc = useTRPC();
  const query = useQuery({
    ...trpc.stats.tierFlow.queryOptions(range),
    placeholderData: keepPreviousData,
    refetchInterval: refreshMs,
  });
  if (query.data === undefined) return <FactsAwaited query={query} />;
  const { moves, up, down, from, to } = query.data;
  const nameOf = (tier: Move["from"]) => (tier === null ? t("none") : (tier.name ?? tier.code));
  const keyOf = (move: Move) => `${move.from?.code ?? ""}>${move.to.code}`;
  return (
    <ChartPanel
      id="tier-flow"
      title={t("title")}
      file={`tier-changes-${from}-${to}`}
      empty={moves.length === 0 ? { title: t("empty"), hint: t("emptyHint") } : null}
      rows={moves}
      keyOf={keyOf}
      columns={[
        {
          header: t("from"),
          text: (move) => nameOf(move.from),
          raw: (move) => nameOf(move.from),
          primary: true,
        },
        {
          header: t("to"),
          text: (move) => nameOf(move.to),
          raw: (move) => nameOf(move.to),
          isText: true,
        },
        {
          header: t("direction"),
          text: ({ direction }) => t(`directions.${direction}`),
          raw: ({ direction }) => t(`directions.${direction}`),
          isText: true,
        },
        {
          header: t("changes"),
          text: ({ changes }) => format.points(changes),
          raw: ({ changes }) => changes,
        },
      ]}
      lead={
        <p className="tabular -mt-1 mb-3 flex items-center gap-1 text-ink-soft text-sm">
          {t("all", { up: format.points(up), down: format.points(down) })}
          <FigureDefinition figure="tierFlow" name={t("title")} />
        </p>
      }
    >
      <ShareList
        label={t("title")}
        long
        shares={moves.slice(0, DRAWN_MAX).map((move) => ({
          key: keyOf(move),
          name: t("move", { from: nameOf(move.from), to: nameOf(move.to) }),
          value: move.changes,
          valueText: t("count", { count: move.changes }),
          swatch: swatches[move.direction],
        }))}
      />
      {moves.length > DRAWN_MAX ? (
        <p className="mt-3 text-ink-faint text-xs">
          {t("more", { count: moves.length - DRAWN_MAX })}
        </p>
      ) : null}
    </ChartPanel>
  );
}
