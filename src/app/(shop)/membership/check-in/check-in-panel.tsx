"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { lazy, Suspense, useState } from "react";
import { LoadFailed } from "@/app/shell/load-failed";
import { CheckInStrip } from "@/modules/earning/components/check-in-strip";
import { MILESTONES } from "@/modules/earning/rules/check-in";
import { type Outputs, useTRPC } from "@/trpc/client";
import { Badge } from "@/ui/badge";
import { PageLink } from "@/ui/page-link";
import { PanelSection } from "@/ui/panel";
import { SkeletonRows } from "@/ui/skeleton";
import { useCheckIn } from "./use-check-in";

interface CheckInPanelProps {
  /** On the calendar's own page it doesn't lead there. */
  linked?: boolean;
  /** Without a sheet of its own, as the first part of another. */
  bare?: boolean;
}

/** The round of seven days and today's seal. */
export function CheckInPanel({ linked = true, bare = false }: CheckInPanelProps) {
  const t = useTranslations();
  const trpc = useTRPC();
  const query = useQuery(trpc.earning.checkIns.queryOptions({}));
  const streak = query.data?.streak ?? 0;
  return (
    <PanelSection
      id="check-in"
      title={t("earning.checkIn.title")}
      bare={bare}
      aside={
        <span className="flex items-center gap-3">
          {query.data ? (
            <Badge tone="seal">
              {streak > 0
                ? t("earning.checkIn.streak", { count: streak })
                : t("earning.checkIn.streakNone")}
            </Badge>
          ) : null}
          {linked ? (
            <PageLink href="/membership/check-in" className="touch rounded-sm hover:text-ink">
              {t("earning.checkIn.all")}
            </PageLink>
          ) : null}
        </span>
      }
    >
      {query.isPending ? <SkeletonRows label={t("common.state.loading")} rows={1} /> : null}
      {query.isError ? (
        <LoadFailed
          stale={query.data !== undefined}
          error={query.error}
          pending={query.isFetching}
          onRetry={() => query.refetch()}
        />
      ) : null}
      {query.data ? <CheckInRound checkIns={query.data} /> : null}
    </PanelSection>
  );
}

interface Round {
  today: string;
  streak: number;
  todayDone: boolean;
  available: boolean;
  needsOrder: boolean;
  streakDays: number;
  nextBonusIn: number;
  points: number;
  bonusPoints: number;
}

type Brought = Outputs["earning"]["checkIn"];

// A day in a hundred.
const StreakMoment = lazy(async () => ({
  default: (await import("./streak-moment")).StreakMoment,
}));

function CheckInRound({ checkIns }: { checkIns: Round }) {
  const t = useTranslations("earning.checkIn");
  const checkIn = useCheckIn();
  const { todayDone, nextBonusIn, points, bonusPoints } = checkIns;
  const isBonusNext = !todayDone && nextBonusIn === 1;
  const worth = isBonusNext ? points + bonusPoints : points;
  const hint = isBonusNext
    ? t("bonusToday", { points: bonusPoints })
    : t("bonusIn", { count: nextBonusIn, points: bonusPoints });
  const isOpen = checkIns.available || checkIn.isPending;
  const [seen, setSeen] = useState(0);
  const { data } = checkIn;
  const reached = data && MILESTONES.includes(data.streak) && data.streak !== seen ? data : null;
  const brought = ({ points: all, extra, streak }: Brought) =>
    extra > 0 ? t("successBonus", { points: all, streak }) : t("success", { points: all });
  return (
    <>
      <CheckInStrip
        checkIns={checkIns}
        points={points}
        bonusPoints={bonusPoints}
        today={
          isOpen
            ? {
                label: checkIn.isPending ? t("pending") : t("button", { points: worth }),
                pending: checkIn.isPending,
                press: () => checkIn.mutate({}),
              }
            : null
        }
      />
      <p className="mt-3 text-ink-soft text-sm">
        <span role="status" className="text-ink">
          {checkIn.data ? brought(checkIn.data) : todayDone ? t("doneToday") : null}
        </span>{" "}
        {checkIns.needsOrder ? t("needsOrder") : bonusPoints > 0 ? hint : null}
      </p>
      {reached === null ? null : (
        <Suspense fallback={null}>
          <StreakMoment {...reached} onClose={() => setSeen(reached.streak)} />
        </Suspense>
      )}
    </>
  );
}
