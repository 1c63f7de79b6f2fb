"use client";

import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import type { Outputs } from "@/trpc/client";

interface SentLineProps {
  /** Where the code went, in words. */
  text: string;
  answer: Outputs["access"]["askCode"];
  isPending: boolean;
  onAgain: () => void;
  onBack?: () => void;
}

/** That a code is on its way, and what to do when it does not come. */
export function SentLine({ text, answer, isPending, onAgain, onBack }: SentLineProps) {
  const t = useTranslations("accounts");
  const { resendAfterSeconds, ticket, isInMailbox } = answer;
  const left = useCountdown(resendAfterSeconds, ticket);
  const linkClass =
    "text-ink-soft underline decoration-line-strong underline-offset-4 hover:text-ink";
  return (
    <div className="text-sm">
      <p role="status" className="text-ink-soft">
        {text}
      </p>
      {isInMailbox ? (
        <p className="mt-2">
          <a href="/dev/outbox" target="_blank" rel="noreferrer" className={linkClass}>
            {t("code.mailbox")}
          </a>
        </p>
      ) : null}
      <p className="mt-2 flex flex-wrap gap-x-5 gap-y-2">
        {left > 0 ? (
          <span className="tabular text-ink-faint">{t("code.resendIn", { seconds: left })}</span>
        ) : (
          <button type="button" className={linkClass} disabled={isPending} onClick={onAgain}>
            {t("code.resend")}
          </button>
        )}
        {onBack ? (
          <button type="button" className={linkClass} onClick={onBack}>
            {t("code.other")}
          </button>
        ) : null}
      </p>
    </div>
  );
}

/** Seconds that are left, counted anew for each ticket. */
function useCountdown(seconds: number, ticket: string): number {
  const [state, setState] = useState({ ticket, left: seconds });
  useEffect(() => {
    const until = Date.now() + seconds * 1000;
    const tick = () => setState({ ticket, left: Math.ceil((until - Date.now()) / 1000) });
    tick();
    const timer = setInterval(tick, 1000);
    return () => clearInterval(timer);
  }, [seconds, ticket]);
  return state.ticket === ticket ? state.left : seconds;
}
