"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { LoadFailed } from "@/app/shell/load-failed";
import { useFormats } from "@/i18n/use-formats";
import { textIn } from "@/platform/texts";
import { useTRPC } from "@/trpc/client";
import { SkeletonRows } from "@/ui/skeleton";
import { useBenefitChanges } from "../benefits/use-benefit-changes";
import { useLadderWords } from "../tiers/use-ladder-words";
import { ChangeList } from "./change-list";
import { useRuleWords } from "./use-rule-words";

/** What a version made different. */
export function VersionChanges({ versionId }: { versionId: string }) {
  const t = useTranslations("program.history");
  const format = useFormats();
  const trpc = useTRPC();
  const ruleWords = useRuleWords();
  const benefitChanges = useBenefitChanges();
  const query = useQuery({
    ...trpc.program.version.queryOptions({ versionId }),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const { before, after } = query.data ?? {};
  const ladderWords = useLadderWords((id) => {
    const named = [...(after?.rules.benefits ?? []), ...(before?.rules.benefits ?? [])];
    const benefit = named.find((known) => known.id === id);
    return benefit ? textIn(benefit.name, format.locale) : id;
  });
  if (query.isError) {
    return (
      <LoadFailed error={query.error} pending={query.isFetching} onRetry={() => query.refetch()} />
    );
  }
  if (!after) return <SkeletonRows rows={1} label={t("loading")} />;
  if (!before) return <p className="text-ink-soft text-sm">{t("first")}</p>;
  return (
    <ChangeList
      changes={[
        ...ladderWords.changes(before.tiers, after.tiers),
        ...ruleWords.changes(before.rules, after.rules),
        ...benefitChanges(before.rules.benefits, after.rules.benefits),
      ]}
    />
  );
}
