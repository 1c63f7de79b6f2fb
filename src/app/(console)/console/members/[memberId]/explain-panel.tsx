"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { LoadFailed } from "@/app/shell/load-failed";
import { useAddress } from "@/app/shell/use-address";
import { useFormats } from "@/i18n/use-formats";
import { AccountChoice } from "@/modules/points/components/account-choice";
import { ExplainedAccount } from "@/modules/points/components/explained-account";
import { ExplainedTier } from "@/modules/points/components/explained-tier";
import { failureOf, useTRPC } from "@/trpc/client";
import { classNames } from "@/ui/class-names";
import { SkeletonRows } from "@/ui/skeleton";
import { AsOfField } from "./as-of-field";
import { asOfFrom, explainInput, explainViewFrom, explainViews, instantAt } from "./explain-query";

interface ExplainPanelProps {
  memberId: string;
  tiers: readonly { code: string; name: string }[];
}

/** Why this balance and this tier, now or at any past moment, line by line. */
export function ExplainPanel({ memberId, tiers }: ExplainPanelProps) {
  const t = useTranslations();
  const format = useFormats();
  const trpc = useTRPC();
  const { read, change } = useAddress();
  const view = explainViewFrom(read);
  const asOf = asOfFrom(read);
  const query = useQuery(
    trpc.points.explain.queryOptions(explainInput(read, format.timeZone, memberId), {
      placeholderData: keepPreviousData,
    }),
  );
  const isAhead = Boolean(asOf) && failureOf(query.error).code === "VALIDATION_FAILED";
  const { data } = query;
  const when = asOf
    ? t("explain.at", { time: format.dateTime(instantAt(asOf, format.timeZone)) })
    : t("explain.now");
  const labelOf = (name: (typeof explainViews)[number]) =>
    name === "tier" ? t("explain.tier") : t(`points.${name}`);
  const figureOf = (name: (typeof explainViews)[number]) =>
    name === "tier" ? data?.tier.name : data && format.points(data.accounts[name].balance);

  return (
    <>
      <div className="mb-6 flex flex-wrap items-start justify-between gap-4">
        <AccountChoice
          label={t("explain.choose")}
          value={view}
          onChange={(next) => change({ account: next })}
          options={explainViews.map((value) => ({
            value,
            label: labelOf(value),
            figure: figureOf(value),
          }))}
        />
        <AsOfField
          asOf={asOf}
          error={isAhead ? t("explain.ahead") : undefined}
          onChange={(next) => change({ asOf: next })}
        />
      </div>
      {query.isPending ? <SkeletonRows label={t("common.state.loading")} /> : null}
      {query.isError && !isAhead ? (
        <LoadFailed
          stale={data !== undefined}
          error={query.error}
          pending={query.isFetching}
          onRetry={() => query.refetch()}
        />
      ) : null}
      {data ? (
        <div
          aria-busy={query.isPlaceholderData}
          className={classNames("transition-opacity", query.isPlaceholderData && "opacity-60")}
        >
          {view === "tier" ? (
            <ExplainedTier tier={data.tier} ladder={tiers} label={when} />
          ) : (
            <ExplainedAccount
              key={view}
              account={data.accounts[view]}
              label={`${labelOf(view)} · ${when}`}
              isDebt={view === "owed"}
              showActor
            />
          )}
        </div>
      ) : null}
    </>
  );
}
