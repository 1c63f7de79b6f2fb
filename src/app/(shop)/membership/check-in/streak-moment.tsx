"use client";

import { useTranslations } from "next-intl";
import { useFormats } from "@/i18n/use-formats";
import { SealMoment } from "@/ui/seal-moment";

interface StreakMomentProps {
  streak: number;
  points: number;
  /** Of them, what the run of days brought by the rules. */
  extra: number;
  onClose: () => void;
}

/** The day that completed a week, a month or a hundred days. */
export function StreakMoment({ streak, points, extra, onClose }: StreakMomentProps) {
  const t = useTranslations("earning.checkIn.milestone");
  const format = useFormats();
  return (
    <SealMoment
      seal={`${streak}`}
      title={t("title", { count: streak })}
      action={t("action")}
      onClose={onClose}
    >
      <p className="mt-3 text-ink-soft text-lg">
        {extra > 0
          ? t("withExtra", { points: format.points(points), extra: format.points(extra) })
          : t("plain", { points: format.points(points) })}
      </p>
    </SealMoment>
  );
}
