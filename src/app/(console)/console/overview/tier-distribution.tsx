"use client";

import { useTranslations } from "next-intl";
import { useFormats } from "@/i18n/use-formats";
import { ShareList } from "@/ui/charts/share-list";
import { ChartPanel } from "./chart-panel";
import type { Dashboard } from "./trend-panel";

const swatches = ["bg-tier-1", "bg-tier-2", "bg-tier-3", "bg-tier-4", "bg-tier-5"];

interface TierDistributionProps {
  dashboard: Dashboard;
  className?: string;
}

/** How many members each tier has at the end of the range, the lowest first. */
export function TierDistribution({ dashboard, className = "" }: TierDistributionProps) {
  const t = useTranslations("overview.tiers");
  const format = useFormats();
  const { tierDistribution: tiers, trends, to } = dashboard;
  const all = tiers.reduce((sum, { members }) => sum + members, 0);
  const share = (members: number) => format.percent(all > 0 ? members / all : 0);
  const atStart = trends.at(0)?.tiers ?? [];
  const grown = ({ tierCode, members }: (typeof tiers)[number]) =>
    members - (atStart.find((tier) => tier.tierCode === tierCode)?.members ?? 0);
  return (
    <ChartPanel
      id="tier-distribution"
      title={t("title")}
      file={`tiers-${to}`}
      empty={all === 0 ? { title: t("empty") } : null}
      rows={tiers}
      keyOf={({ tierCode }) => tierCode}
      columns={[
        {
          header: t("tier"),
          text: ({ name, tierCode }) => name ?? tierCode,
          raw: ({ name, tierCode }) => name ?? tierCode,
          primary: true,
        },
        {
          header: t("members"),
          text: ({ members }) => format.points(members),
          raw: ({ members }) => members,
        },
        {
          header: t("share"),
          text: ({ members }) => share(members),
          raw: ({ members }) => share(members),
        },
        {
          header: t("grown"),
          text: (tier) => format.signedPoints(grown(tier)),
          raw: grown,
        },
      ]}
      className={className}
    >
      <ShareList
        label={t("title")}
        shares={tiers.map(({ tierCode, name, members }, rank) => ({
          key: tierCode,
          name: name ?? tierCode,
          value: members,
          valueText: `${format.points(members)} · ${share(members)}`,
          href: `/console/members?tier=${tierCode}`,
          swatch: swatches[Math.min(rank, swatches.length - 1)] ?? "bg-bar",
        }))}
      />
    </ChartPanel>
  );
}
