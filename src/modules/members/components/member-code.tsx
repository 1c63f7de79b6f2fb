"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Dialog, useDialogAtHand } from "@/ui/dialog";
import { QrCode } from "@/ui/qr-code";
import { spacedCode } from "./membership-card";
import { ShownCode, type ShownCodeProps } from "./shown-code";
import { useAwakeScreen } from "./use-awake-screen";

/** The small code on the card; pressed, it fills the phone for the scanner at the till. */
export function MemberCode({
  memberCode,
  code,
  secondsLeft,
  stepSeconds,
  offlineMinutes,
}: ShownCodeProps) {
  const t = useTranslations();
  const [open, setOpen] = useState(false);
  const isAwake = useAwakeScreen(open);
  // At the till there may be no connection to fetch it over.
  useDialogAtHand();
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
        <ShownCode
          memberCode={memberCode}
          code={code}
          secondsLeft={secondsLeft}
          stepSeconds={stepSeconds}
          offlineMinutes={offlineMinutes}
        />
        <p className="mt-4 text-center text-ink-soft text-sm">
          {t(isAwake ? "membership.card.bright" : "membership.card.brightAndAwake")}
        </p>
        <p className="tabular mt-2 text-center text-ink-faint text-sm">
          {t("membership.card.fixed")} {spacedCode(memberCode)}
        </p>
      </Dialog>
    </>
  );
}
