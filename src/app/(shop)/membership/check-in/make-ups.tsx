"use client";

import { useTranslations } from "next-intl";
import { lazy, Suspense, useState } from "react";
import { useFormats } from "@/i18n/use-formats";
import type { Outputs } from "@/trpc/client";

type MakeUpWays = NonNullable<Outputs["earning"]["checkIns"]["makeUp"]>;

// Most programs have none.
const MakeUpDialog = lazy(async () => ({
  default: (await import("./make-up-dialog")).MakeUpDialog,
}));

interface MakeUpsProps {
  ways: MakeUpWays;
  /** The missed day that was pressed. */
  chosen: string | null;
  onChoose: (date: string | null) => void;
}

/** How many missed days can be made up still, and what came of one. */
export function MakeUps({ ways, chosen, onChoose }: MakeUpsProps) {
  const t = useTranslations("earning.checkIn.makeUp");
  const format = useFormats();
  const [said, setSaid] = useState<string | null>(null);
  const { left, costPoints: cost, days } = ways;
  const day = days.find(({ date }) => date === chosen);
  if (days.length === 0 && said === null) return null;
  return (
    <>
      <p className="mt-3 text-ink-soft text-sm">
        <span role="status" className="text-ink">
          {said}
        </span>{" "}
        {days.length === 0
          ? null
          : left > 0
            ? t("left", { left, cost, points: format.points(cost) })
            : t("none")}
      </p>
      {day ? (
        <Suspense fallback={null}>
          <MakeUpDialog
            day={day}
            costPoints={cost}
            onClose={(done) => {
              onChoose(null);
              if (done) setSaid(done);
            }}
          />
        </Suspense>
      ) : null}
    </>
  );
}
