"use client";

import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { useTRPC } from "@/trpc/client";
import { showToast } from "@/ui/toast-store";
import type { AskedCode } from "./ask-code";
import { useCodeWords } from "./use-code-words";

interface CodeSentProps {
  purpose: "SIGN_UP" | "SIGN_IN" | "RESET";
  asked: AskedCode;
  /** A new one is on its way. */
  onAsked: (asked: AskedCode) => void;
  onBack: () => void;
}

/** Where the code went, and what to do when it does not come. */
export function CodeSent({ purpose, asked, onAsked, onBack }: CodeSentProps) {
  const t = useTranslations("accounts");
  const { failureText } = useCodeWords();
  const trpc = useTRPC();
  const { sentTo, resendAfterSeconds, expiresInSeconds, ticket, isInMailbox } = asked.answer;
  const left = useCountdown(resendAfterSeconds, ticket);
  const again = useMutation(
    trpc.access.askCode.mutationOptions({
      onSuccess: (answer) => onAsked({ contact: asked.contact, answer }),
      onError: (error) => showToast("bad", failureText(error)),
    }),
  );
  const words = { address: sentTo, minutes: expiresInSeconds / 60 };
  const linkClass =
    "text-ink-soft underline decoration-line-strong underline-offset-4 hover:text-ink";
  return (
    <div className="text-sm">
      <p role="status" className="text-ink-soft">
        {purpose === "SIGN_UP" ? t("code.sent", words) : t("code.sentIfKnown", words)}
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
          <button
            type="button"
            className={linkClass}
            disabled={again.isPending}
            onClick={() => again.mutate({ purpose, contact: asked.contact, instead: ticket })}
          >
            {t("code.resend")}
          </button>
        )}
        <button type="button" className={linkClass} onClick={onBack}>
          {t("code.other")}
        </button>
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
