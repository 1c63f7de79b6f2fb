"use client";

import { useTranslations } from "next-intl";
import { failureOf } from "@/trpc/client";

export type Channel = "EMAIL" | "SMS";

/** What the pages say of addresses, codes and refusals. */
export function useCodeWords() {
  const t = useTranslations("accounts");
  const [first, second] = ["EMAIL", "SMS"] as const;

  function kindOf(channels: readonly Channel[]): string {
    const [only] = channels;
    if (channels.length === 1 && only) return t(`contact.${only === first ? first : second}`);
    return t("contact.both");
  }

  /** A refusal that belongs to no field. */
  function failureText(error: unknown): string {
    const { code, detail } = failureOf(error);
    return code === "RATE_LIMIT_EXCEEDED" && detail ? detail : t("failed");
  }

  return { kindOf, failureText };
}
