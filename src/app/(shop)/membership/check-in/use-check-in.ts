"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import type { Outputs } from "@/trpc/client";
import { act } from "@/trpc/plain";
import { useAct } from "@/trpc/use-act";
import { showToast } from "@/ui/toast-store";

type CheckIns = Outputs["earning"]["checkIns"];

/** As it will be once the server has taken it. */
function stamped(now: CheckIns): CheckIns {
  if (now.todayDone) return now;
  const streak = now.streak + 1;
  return {
    ...now,
    streak,
    days: [...now.days, now.today],
    todayDone: true,
    available: false,
    nextBonusIn: now.streakDays - (streak % now.streakDays),
  };
}

/**
 * Checks in for today. The seal comes down at once; should the server refuse, it is lifted again and
 * the reason said.
 */
export function useCheckIn(
  before: CheckIns,
  asked: { foresee: (change: (now: CheckIns) => CheckIns) => void; askAgain: () => void },
) {
  const t = useTranslations("earning.checkIn");
  const router = useRouter();
  const { isPending, answer, carryOut } = useAct({
    act: (_: undefined) => act("earning", "checkIn", {}),
    // What it brought is said beside the seal; the figures around it come from the server.
    onSuccess: () => router.refresh(),
    onFailed: ({ detail }) => {
      asked.foresee(() => before);
      showToast("bad", detail ?? t("failed"));
      asked.askAgain();
    },
  });
  function checkIn(): void {
    asked.foresee(stamped);
    carryOut(undefined);
  }
  return { isPending, brought: answer, checkIn };
}
