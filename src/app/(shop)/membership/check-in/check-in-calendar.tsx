"use client";

import { ChevronLeft, ChevronRight } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { LoadFailed } from "@/app/shell/load-failed";
import { useAddress } from "@/app/shell/use-address";
import { useFormats } from "@/i18n/use-formats";
import { monthAfter } from "@/modules/earning/components/check-in-days";
import { CheckInMonth } from "@/modules/earning/components/check-in-month";
import type { Outputs } from "@/trpc/client";
import { ask } from "@/trpc/plain";
import { useAsked } from "@/trpc/use-asked";
import { checkInsInput } from "./check-ins-input";
import { MakeUps } from "./make-ups";

/** The stamps month by month; the month shown is in the address. */
export function CheckInCalendar({ initial }: { initial: Outputs["earning"]["checkIns"] }) {
  const t = useTranslations();
  const format = useFormats();
  const { read, readNow, change } = useAddress();
  const [chosen, setChosen] = useState<string | null>(null);
  const input = checkInsInput(read("month"));
  const asked = useAsked({
    name: input.month ?? "now",
    initial,
    ask: () => ask("earning", "checkIns", input),
  });
  const { error, isAsking, isOther } = asked;
  const { month, today, days, milestones, madeUpDays, makeUp } = asked.data;
  const thisMonth = today.slice(0, 7);
  const missed =
    makeUp && makeUp.left > 0
      ? { dates: makeUp.days.map(({ date }) => date), press: setChosen }
      : null;
  function turn(months: number): void {
    const shown = checkInsInput(readNow("month")).month ?? thisMonth;
    const targetMonth = monthAfter(shown, months);
    change({ month: targetMonth >= thisMonth ? undefined : targetMonth });
  }
  const arrow =
    "grid size-10 place-items-center rounded-full text-ink-soft hover:bg-sunken disabled:opacity-35";
  return (
    <div aria-busy={isOther}>
      {error === null ? null : (
        <LoadFailed stale={!isOther} error={error} pending={isAsking} onRetry={asked.askAgain} />
      )}
      <div className="mb-3 flex items-center justify-between">
        <button
          type="button"
          aria-label={t("earning.checkIn.before")}
          onClick={() => turn(-1)}
          className={arrow}
        >
          <ChevronLeft aria-hidden="true" className="size-5" />
        </button>
        <p aria-live="polite" className="text-center">
          <span className="block font-serif font-semibold">{format.monthName(month)}</span>
          <span className="tabular block text-ink-faint text-sm">
            {days.length > 0
              ? t("earning.checkIn.monthCount", { count: days.length })
              : t("earning.checkIn.empty")}
          </span>
        </p>
        <button
          type="button"
          aria-label={t("earning.checkIn.after")}
          disabled={month >= thisMonth}
          onClick={() => turn(1)}
          className={arrow}
        >
          <ChevronRight aria-hidden="true" className="size-5" />
        </button>
      </div>
      <CheckInMonth
        {...{ month, today, days, milestones, madeUp: madeUpDays }}
        {...(missed ? { missed } : {})}
      />
      {makeUp ? <MakeUps ways={makeUp} chosen={chosen} onChoose={setChosen} /> : null}
    </div>
  );
}
