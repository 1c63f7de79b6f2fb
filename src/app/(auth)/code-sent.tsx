"use client";

import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useTRPC } from "@/trpc/client";
import { showToast } from "@/ui/toast-store";
import type { AskedCode } from "./ask-code";
import { SentLine } from "./sent-line";
import { useCodeWords } from "./use-code-words";

interface CodeSentProps {
  purpose: "SIGN_UP" | "SIGN_IN" | "RESET";
  asked: AskedCode;
  /** A new one is on its way. */
  onAsked: (asked: AskedCode) => void;
  onBack: () => void;
}

/** Where the code went that a stranger asked for. */
export function CodeSent({ purpose, asked, onAsked, onBack }: CodeSentProps) {
  const t = useTranslations("accounts");
  const { failureText } = useCodeWords();
  const trpc = useTRPC();
  const { sentTo, ticket, expiresInSeconds } = asked.answer;
  const again = useMutation(
    trpc.access.askCode.mutationOptions({
      onSuccess: (answer) => onAsked({ contact: asked.contact, answer }),
      onError: (error) => showToast("bad", failureText(error)),
    }),
  );
  const words = { address: sentTo, minutes: expiresInSeconds / 60 };
  return (
    <SentLine
      text={purpose === "SIGN_UP" ? t("code.sent", words) : t("code.sentIfKnown", words)}
      answer={asked.answer}
      isPending={again.isPending}
      onAgain={() => again.mutate({ purpose, contact: asked.contact, instead: ticket })}
      onBack={onBack}
    />
  );
}
