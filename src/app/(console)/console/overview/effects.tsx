"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { type Outputs, useTRPC } from "@/trpc/client";
import { EffectPanel } from "./effect-panel";
import { FactsAwaited } from "./facts-awaited";

type EffectsData = Outputs["stats"]["effects"];

const BENEFIT_FIGURES = ["uses", "members", "valueMinor", "points"] as const;
const ACTIVITY_FIGURES = ["participants", "pointsGiven", "orders", "spendMinor"] as const;

interface EffectsProps {
  range: { from: string; to: string };
  refreshMs: number;
  /** The ladder, the lowest first. */
  tiers: readonly { tierCode: string; name: string | null }[];
}

/** What benefits and activities did in the range. */
export function Effects({ range, refreshMs, tiers }: EffectsProps) {
  const t = useTranslations("overview");
  const trpc = useTRPC();
  const query = useQuery({
    ...trpc.stats.effects.queryOptions(range),
    placeholderData: keepPreviousData,
    refetchInterval: refreshMs,
  });
  if (query.data === undefined) return <FactsAwaited query={query} />;
  const { benefits, activities, from, to } = query.data;
  const rankOf = (code: string) => tiers.findIndex(({ tierCode }) => tierCode === code);
  const inOrder = <Row extends { tierCode: string }>(rows: readonly Row[]) =>
    [...rows]
      .sort((a, b) => rankOf(a.tierCode) - rankOf(b.tierCode))
      .map((figures) => ({
        tier: tiers[rankOf(figures.tierCode)]?.name ?? figures.tierCode,
        figures,
      }));
  const benefitName = ({ benefitId, name }: EffectsData["benefits"][number]) => name ?? benefitId;
  return (
    <>
      <EffectPanel
        id="benefits"
        file={`benefits-${from}-${to}`}
        names={BENEFIT_FIGURES}
        headerOf={(name) => t(`effects.figures.${name}`)}
        rows={benefits.map((benefit) => ({
          key: benefit.benefitId,
          name: benefitName(benefit),
          figures: benefit,
          byTier: inOrder(benefit.byTier),
        }))}
      />
      <EffectPanel
        id="activities"
        file={`activities-${from}-${to}`}
        names={ACTIVITY_FIGURES}
        headerOf={(name) => t(`effects.figures.${name}`)}
        rows={activities.map((activity) => ({
          key: activity.activityId,
          name: activity.title,
          figures: activity,
          byTier: inOrder(activity.byTier),
        }))}
      />
    </>
  );
}
