"use client";

import { useTranslations } from "next-intl";
import { lazy, Suspense, useState } from "react";
import { LoadFailed } from "@/app/shell/load-failed";
import { CheckInStrip } from "@/modules/earning/components/check-in-strip";
import { MILESTONES } from "@/modules/earning/rules/check-in";
import type { Outputs } from "@/trpc/client";
import { ask } from "@/trpc/plain";
import { useAsked } from "@/trpc/use-asked";
import { Badge } from "@/ui/badge";
import { PageLink } from "@/ui/page-link";
import { PanelSection } from "@/ui/panel";
import { useCheckIn } from "./use-check-in";

type CheckIns = Outputs["earning"]["checkIns"];

interface CheckInPanelProps {
  /** As the page was made with. */
  initial: CheckIns;
  /** On the calendar's own page it doesn't lead there. */
  linked?: boolean;
  /** Without a sheet of its own, as the first part of another. */
  bare?: boolean;
}

/** The round of seven days and today's seal. */
export function CheckInPanel({ initial, linked = true, bare = false }: CheckInPanelProps) {
  const t = useTranslations();
  const asked = useAsked({
    ...{ name: "", initial },
    ask: () => ask("earning", "checkIns", {}),
  });
  const { streak } = asked.data;
  return (
    <PanelSection
      id="check-in"
      title={t("earning.checkIn.title")}
      bare={bare}
      aside={
        <span className="flex items-center gap-3">
          <Badge tone="seal">
            {streak > 0
              ? t("earning.checkIn.streak", { count: streak })
              : t("earning.checkIn.streakNone")}
          </Badge>
          {linked ? (
            <PageLink href="/membership/check-in" className="touch rounded-sm hover:text-ink">
              {t("earning.checkIn.all")}
            </PageLink>
          ) : null}
        </span>
      }
    >
      {asked.error === null ? null : (
        <LoadFailed stale error={asked.error} pending={asked.isAsking} onRetry={asked.askAgain} />
      )}
      <CheckInRound asked={asked} />
    </PanelSection>
  );
}

type Brought = Outputs["earning"]["checkIn"];
type Asked = ReturnType<typeof useAsked<CheckIns>>;

// A day in a hundred.
const StreakMoment = lazy(async () => ({
  default: (await import("./streak-moment")).StreakMoment,
}));

function CheckInRound({ asked }: { asked: Asked }) {
  const t = useTranslations("earning.checkIn");
  const { data: checkIns } = asked;
  const { isPending, brought: data, checkIn } = useCheckIn(checkIns, asked);
  const { todayDone, nextBonusIn, points, bonusPoints } = checkIns;
  const isBonusNext = !todayDone && nextBonusIn === 1;
  const worth = isBonusNext ? points + bonusPoints : points;
  const hint = isBonusNext
    ? t("bonusToday", { points: bonusPoints })
    : t("bonusIn", { count: nextBonusIn, points: bonusPoints });
  const isOpen = checkIns.available || isPending;
  const [seen, setSeen] = useState(0);
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
                label: isPending ? t("pending") : t("button", { points: worth }),
                pending: isPending,
                press: checkIn,
              }
            : null
        }
      />
      <p className="mt-3 text-ink-soft text-sm">
        <span role="status" className="text-ink">
          {data ? brought(data) : todayDone ? t("doneToday") : null}
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
