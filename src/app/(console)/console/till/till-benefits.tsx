"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { LoadFailed } from "@/app/shell/load-failed";
import { useFormats } from "@/i18n/use-formats";
import { useTRPC } from "@/trpc/client";
import { Badge } from "@/ui/badge";
import { PanelSection } from "@/ui/panel";
import { SkeletonRows } from "@/ui/skeleton";

const READ = 20;

/** What a customer may use today: benefits of their tier, passes, and coupons from the points mall. */
export function TillBenefits({ memberId }: { memberId: string }) {
  const t = useTranslations("till");
  const format = useFormats();
  const trpc = useTRPC();
  const benefits = useQuery(trpc.benefits.available.queryOptions({ memberId }));
  const taken = useQuery(trpc.rewards.redemptions.queryOptions({ memberId, limit: READ }));
  const failed = [benefits, taken].find(({ isError, data }) => isError && !data);
  const own = benefits.data?.items.filter(({ unlockedBy }) => unlockedBy === null) ?? [];
  const coupons = taken.data?.items.filter(
    ({ kind, status, couponCodes }) =>
      kind === "COUPON" && status !== "CANCELLED" && couponCodes.length > 0,
  );
  return (
    <>
      <PanelSection id="till-benefits" title={t("benefits")}>
        {failed ? (
          <LoadFailed
            error={failed.error}
            pending={failed.isFetching}
            onRetry={() => failed.refetch()}
          />
        ) : !benefits.data ? (
          <SkeletonRows label={t("loading")} />
        ) : own.length === 0 ? (
          <p className="text-ink-soft text-sm">{t("noBenefits")}</p>
        ) : (
          <ul className="divide-y divide-line">
            {own.map(({ benefitId, name, summary, usable, pass }) => (
              <li key={benefitId} className="flex items-center justify-between gap-4 py-3">
                <span className="min-w-0">
                  <span className="block font-medium">{name}</span>
                  <span className="block text-ink-soft text-sm">{summary}</span>
                  {pass ? (
                    <span className="tabular block text-ink-soft text-sm">
                      {t("pass", {
                        count: pass.usesLeft,
                        date: format.lastDateBefore(pass.validUntil),
                      })}
                    </span>
                  ) : null}
                </span>
                <Badge tone={usable ? "good" : "neutral"}>{t(usable ? "usable" : "notNow")}</Badge>
              </li>
            ))}
          </ul>
        )}
      </PanelSection>
      {coupons && coupons.length > 0 ? (
        <PanelSection id="till-coupons" title={t("coupons")}>
          <ul className="divide-y divide-line">
            {coupons.map(({ redemptionId, rewardName, couponCodes, createdAt }) => (
              <li key={redemptionId} className="py-3">
                <span className="block font-medium">{rewardName}</span>
                <span className="tabular block text-ink-soft text-sm">
                  {[...couponCodes, format.date(createdAt)].join(" · ")}
                </span>
              </li>
            ))}
          </ul>
        </PanelSection>
      ) : null}
    </>
  );
}
