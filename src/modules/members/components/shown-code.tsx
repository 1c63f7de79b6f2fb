"use client";

import { useTranslations } from "next-intl";
import { BarCode } from "@/ui/bar-code";
import { ProgressBar } from "@/ui/progress-bar";
import { QrCode } from "@/ui/qr-code";

export interface ShownCodeProps {
  memberCode: string;
  /** The code of this moment; null where none is left, for want of a connection. */
  code: string | null;
  secondsLeft: number;
  stepSeconds: number;
  /** For how many minutes more there are codes; null while there is a connection. */
  offlineMinutes: number | null;
}

/** The code of this moment as a scanner reads it, and as people read it aloud. */
export function ShownCode({
  memberCode,
  code,
  secondsLeft,
  stepSeconds,
  offlineMinutes,
}: ShownCodeProps) {
  const t = useTranslations("membership.card");
  if (code === null) {
    return (
      <p className="rounded-md bg-warn-soft px-4 py-3 text-sm text-warn" role="status">
        {t("noCode")}
      </p>
    );
  }
  return (
    <div className="space-y-4">
      <div className="overflow-hidden rounded-md border border-line">
        <BarCode
          digits={code}
          label={t("barLabel", { code: memberCode })}
          className="block h-20 w-full"
        />
      </div>
      <div className="mx-auto max-w-60 overflow-hidden rounded-md border border-line">
        <QrCode text={code} label={t("qrLabel", { code: memberCode })} className="block w-full" />
      </div>
      <p className="tabular text-center tracking-widest" data-code={code}>
        {code.replace(/(\d{4})(?=\d)/g, "$1 ")}
      </p>
      <div className="mx-auto max-w-60 space-y-1.5">
        <ProgressBar
          value={secondsLeft}
          max={stepSeconds}
          label={t("timeLeft")}
          valueText={t("renews", { seconds: secondsLeft })}
        />
        <p className="tabular text-center text-ink-soft text-sm">
          {t("renews", { seconds: secondsLeft })}
        </p>
      </div>
      {offlineMinutes === null ? null : (
        <p className="text-center text-sm text-warn" role="status">
          {t("offline", { minutes: offlineMinutes })}
        </p>
      )}
    </div>
  );
}
