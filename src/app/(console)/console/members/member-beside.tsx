"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { LoadFailed } from "@/app/shell/load-failed";
import { useFormats } from "@/i18n/use-formats";
import { spacedCode } from "@/modules/members/components/membership-card";
import { StatusBadge } from "@/modules/members/components/status-badge";
import { TierMark } from "@/modules/tiers/components/tier-mark";
import { useTRPC } from "@/trpc/client";
import { buttonClass } from "@/ui/button-class";
import { PageLink } from "@/ui/page-link";
import { SkeletonRows } from "@/ui/skeleton";

/** The member whom one has before one, at a glance; all else is on their page. */
export function MemberBeside({ memberId }: { memberId: string }) {
  const t = useTranslations();
  const format = useFormats();
  const trpc = useTRPC();
  const query = useQuery(trpc.profile.get.queryOptions({ memberId }));
  if (query.isPending) return <SkeletonRows rows={6} label={t("common.state.loading")} />;
  if (query.isError) {
    return (
      <LoadFailed error={query.error} pending={query.isFetching} onRetry={() => query.refetch()} />
    );
  }
  const { nickname, memberCode, status, tier, points, spend, joinedAt, externalId } = query.data;
  const facts = [
    [t("points.available"), format.points(points.available)],
    [t("points.pending"), format.points(points.pending)],
    [t("points.frozen"), format.points(points.frozen)],
    [t("console.member.facts.lifetime"), format.money(spend.lifetimeMinor)],
    [t("console.member.facts.qualifying"), format.money(spend.qualifyingMinor)],
    [t("lists.member.orders"), format.points(spend.orders)],
    [t("console.member.facts.tierSince"), format.date(tier.since)],
    [t("console.member.facts.joined"), format.date(joinedAt)],
    [t("console.member.facts.externalId"), externalId ?? "–"],
  ] as const;
  return (
    <div className="space-y-4">
      <div>
        <h2 className="flex flex-wrap items-center gap-2 text-xl">
          {nickname ?? t("console.members.unnamed")}
          {status === "ACTIVE" ? null : <StatusBadge status={status} />}
        </h2>
        <p className="tabular flex flex-wrap items-center gap-x-3 text-ink-soft text-sm">
          {spacedCode(memberCode)}
          <TierMark tier={tier} />
        </p>
      </div>
      <dl className="divide-y divide-line">
        {facts.map(([label, value]) => (
          <div key={label} className="flex items-baseline justify-between gap-4 py-2">
            <dt className="text-ink-faint text-sm">{label}</dt>
            <dd className="tabular min-w-0 break-words text-right">{value}</dd>
          </div>
        ))}
      </dl>
      <PageLink href={`/console/members/${memberId}`} className={buttonClass("secondary", "sm")}>
        {t("lists.member.page")}
      </PageLink>
    </div>
  );
}
