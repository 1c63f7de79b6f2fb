"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { LoadFailed } from "@/app/shell/load-failed";
import { useFormats } from "@/i18n/use-formats";
import { useTRPC } from "@/trpc/client";
import { buttonClass } from "@/ui/button-class";
import { PageLink } from "@/ui/page-link";
import { PanelSection } from "@/ui/panel";
import { SkeletonRows } from "@/ui/skeleton";
import { MemberHeading } from "../members/[memberId]/member-heading";
import { TillBenefits } from "./till-benefits";
import { TillCoupon } from "./till-coupon";
import { TillPoints } from "./till-points";
import { TillQuote } from "./till-quote";

interface TillMemberProps {
  memberId: string;
  canAdjust: boolean;
}

const EXPIRING_SHOWN = 3;

/** Who stands at the till: what they have, and what can be done for them. */
export function TillMember({ memberId, canAdjust }: TillMemberProps) {
  const t = useTranslations("till");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const profile = useQuery(trpc.profile.get.queryOptions({ memberId }));
  const balance = useQuery(trpc.points.balance.queryOptions({ memberId }));
  const failed = [profile, balance].find(({ isError, data }) => isError && !data);
  if (failed) {
    return (
      <LoadFailed
        error={failed.error}
        pending={failed.isFetching}
        onRetry={() => failed.refetch()}
      />
    );
  }
  if (!profile.data || !balance.data) return <SkeletonRows label={t("loading")} />;
  const { status } = profile.data;
  const isClosed = status === "CLOSED";
  return (
    <div aria-live="polite">
      <div className="mb-5 flex flex-wrap items-center justify-between gap-4">
        <MemberHeading profile={profile.data} />
        <PageLink
          href={`/console/members/${memberId}`}
          className={buttonClass("secondary", "md", "h-12 px-5")}
        >
          {t("open")}
        </PageLink>
      </div>
      {status === "ACTIVE" ? null : (
        <p className="mb-5 rounded-md bg-warn-soft px-5 py-4 text-warn">{t(`status.${status}`)}</p>
      )}
      <div className="grid items-start gap-5 md:grid-cols-2">
        <div className="space-y-5">
          <Balance balance={balance.data} />
          {isClosed ? null : <TillBenefits memberId={memberId} />}
        </div>
        {isClosed ? null : (
          <div className="space-y-5">
            {canAdjust ? (
              <TillPoints
                memberId={memberId}
                available={balance.data.available}
                onDone={() => queryClient.invalidateQueries()}
              />
            ) : null}
            {canAdjust ? <TillCoupon memberId={memberId} /> : null}
            <TillQuote memberId={memberId} />
          </div>
        )}
      </div>
    </div>
  );
}

function Balance({
  balance,
}: {
  balance: {
    available: number;
    pending: number;
    frozen: number;
    owed: number;
    worthMinor: number;
    expiring: { points: number; expiresAt: string }[];
  };
}) {
  const t = useTranslations();
  const format = useFormats();
  const aside = (["pending", "frozen", "owed"] as const).filter((name) => balance[name] > 0);
  return (
    <PanelSection id="till-balance" title={t("till.balance")}>
      <p
        className="tabular font-semibold font-serif text-[2.5rem] leading-tight"
        data-available={balance.available}
      >
        {format.points(balance.available)}
      </p>
      <p className="tabular mt-1 text-ink-soft">
        {[
          t("points.worth", { amount: format.money(balance.worthMinor) }),
          ...aside.map((name) => `${t(`points.${name}`)} ${format.points(balance[name])}`),
        ].join(" · ")}
      </p>
      {balance.expiring.length > 0 ? (
        <ul className="tabular mt-3 space-y-1 border-line border-t pt-3 text-sm">
          {balance.expiring.slice(0, EXPIRING_SHOWN).map(({ points, expiresAt }) => (
            <li key={expiresAt} className="flex justify-between gap-4">
              <span>{t("till.expires", { date: format.lastDateBefore(expiresAt) })}</span>
              <span>{format.points(points)}</span>
            </li>
          ))}
        </ul>
      ) : null}
    </PanelSection>
  );
}
