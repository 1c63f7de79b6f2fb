"use client";

import { useTranslations } from "next-intl";
import { failureOf } from "@/trpc/client";

export type Channel = "EMAIL" | "SMS";

/** What the pages say of addresses, codes and refusals. */
export function useCodeWords() {
  const t = useTranslations("accounts");

  /** What a field asks for, as its label and within a sentence. */
  function kindOf(channels: readonly Channel[]): { label: string; said: string } {
    const [only] = channels;
    const kind = channels.length === 1 && only ? only : "both";
    return { label: t(`contact.${kind}`), said: t(`contact.said.${kind}`) };
  }

  /** A refusal that belongs to no field. */
  function failureText(error: unknown): string {
    const { code, detail } = failureOf(error);
    return code === "RATE_LIMIT_EXCEEDED" && detail ? detail : t("failed");
  }

  return { kindOf, failureText };
}
