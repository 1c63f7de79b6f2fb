"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { BarCode } from "@/ui/bar-code";
import { Dialog } from "@/ui/dialog";
import { ProgressBar } from "@/ui/progress-bar";
import { QrCode } from "@/ui/qr-code";
import { spacedCode } from "./membership-card";

interface MemberCodeProps {
  memberCode: string;
  /** The code of this moment; null where none is left, for want of a connection. */
  code: string | null;
  secondsLeft: number;
  stepSeconds: number;
  /** For how many minutes more there are codes; null while there is a connection. */
  offlineMinutes: number | null;
}

/** The small code on the card; pressed, it fills the phone for the scanner at the till. */
export function MemberCode({
  memberCode,
  code,
  secondsLeft,
  stepSeconds,
  offlineMinutes,
}: MemberCodeProps) {
  const t = useTranslations();
  const [open, setOpen] = useState(false);
  const qrLabel = t("membership.card.qrLabel", { code: memberCode });
  return (
    <>
      <button
        type="button"
        aria-label={t("membership.card.showCode")}
        onClick={() => setOpen(true)}
        className="block w-full"
      >
        <QrCode text={code ?? memberCode} label={qrLabel} className="block w-full" />
      </button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title={t("membership.card.codeTitle")}
        description={t("membership.card.codeText")}
        closeLabel={t("common.state.close")}
      >
        {code === null ? (
          <p className="rounded-md bg-warn-soft px-4 py-3 text-sm text-warn" role="status">
            {t("membership.card.noCode")}
          </p>
        ) : (
          <div className="space-y-4">
            <div className="overflow-hidden rounded-md border border-line">
              <BarCode
                digits={code}
                label={t("membership.card.barLabel", { code: memberCode })}
                className="block h-20 w-full"
              />
            </div>
            <div className="mx-auto max-w-60 overflow-hidden rounded-md border border-line">
              <QrCode text={code} label={qrLabel} className="block w-full" />
            </div>
            <p className="tabular text-center tracking-widest" data-code={code}>
              {code.replace(/(\d{4})(?=\d)/g, "$1 ")}
            </p>
            <div className="mx-auto max-w-60 space-y-1.5">
              <ProgressBar
                value={secondsLeft}
                max={stepSeconds}
                label={t("membership.card.timeLeft")}
                valueText={t("membership.card.renews", { seconds: secondsLeft })}
              />
              <p className="tabular text-center text-ink-soft text-sm">
                {t("membership.card.renews", { seconds: secondsLeft })}
              </p>
            </div>
            {offlineMinutes === null ? null : (
              <p className="text-center text-sm text-warn" role="status">
                {t("membership.card.offline", { minutes: offlineMinutes })}
              </p>
            )}
          </div>
        )}
        <p className="tabular mt-4 text-center text-ink-faint text-sm">
          {t("membership.card.fixed")} {spacedCode(memberCode)}
        </p>
      </Dialog>
    </>
  );
}
