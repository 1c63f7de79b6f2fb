"use client";

import { useTranslations } from "next-intl";
import { lazy, Suspense, useEffect, useState } from "react";
import { Dialog, useDialogAtHand } from "@/ui/dialog";
import type { QrDrawing } from "@/ui/qr-drawing";
import { QrPicture } from "@/ui/qr-picture";
import { spacedCode } from "./membership-card";
import type { ShownCodeProps } from "./shown-code";
import { useAwakeScreen } from "./use-awake-screen";

const loadShown = () => import("./shown-code");
const ShownCode = lazy(async () => ({ default: (await loadShown()).ShownCode }));

interface MemberCodeProps extends ShownCodeProps {
  /** The code of when the page was made: what draws others comes after it. */
  drawn: QrDrawing;
}

/** The small code on the card; pressed, it fills the phone for the scanner at the till. */
export function MemberCode({
  memberCode,
  code,
  secondsLeft,
  stepSeconds,
  offlineMinutes,
  drawn,
}: MemberCodeProps) {
  const t = useTranslations();
  const [open, setOpen] = useState(false);
  const isAwake = useAwakeScreen(open);
  // At the till there may be no connection to fetch it over.
  useDialogAtHand();
  useEffect(() => void loadShown().catch(() => undefined), []);
  const drawing = useDrawing(code ?? memberCode, drawn);
  const qrLabel = t("membership.card.qrLabel", { code: memberCode });
  return (
    <>
      <button
        type="button"
        aria-label={t("membership.card.showCode")}
        onClick={() => setOpen(true)}
        className="block w-full"
      >
        <QrPicture drawing={drawing} label={qrLabel} className="block w-full" />
      </button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title={t("membership.card.codeTitle")}
        description={t("membership.card.codeText")}
        closeLabel={t("common.state.close")}
      >
        <Suspense fallback={null}>
          <ShownCode
            memberCode={memberCode}
            code={code}
            secondsLeft={secondsLeft}
            stepSeconds={stepSeconds}
            offlineMinutes={offlineMinutes}
          />
        </Suspense>
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

/** Fetched with the page, after what is seen of it. */
function useDrawing(text: string, first: QrDrawing): QrDrawing {
  const [drawing, setDrawing] = useState(first);
  useEffect(() => {
    let isWaiting = true;
    import("@/ui/qr-drawing").then(
      ({ qrDrawing }) =>
        isWaiting && setDrawing((now) => (now.text === text ? now : qrDrawing(text))),
      () => undefined,
    );
    return () => {
      isWaiting = false;
    };
  }, [text]);
  return drawing;
}
