"use client";

import { useFormatter, useTranslations } from "next-intl";
import { failureOf } from "@/trpc/client";

export type Channel = "EMAIL" | "SMS";

/** What the pages say of addresses, codes and refusals. */
export function useCodeWords() {
  const t = useTranslations("accounts");
  const format = useFormatter();

  /** What a field asks for, as its label and within a sentence. */
  function kindOf(channels: readonly Channel[]): { label: string; said: string } {
    const [only] = channels;
    const kind = channels.length === 1 && only ? only : "both";
    return { label: t(`contact.${kind}`), said: t(`contact.said.${kind}`) };
  }

  /** How a phone number is written so that a text message comes. */
  function phoneHint(textsTo: readonly string[]): string {
    if (textsTo.includes("*")) return t("contact.phoneHint.everywhere");
    const others = textsTo.filter((code) => code !== "86");
    const codes = format.list(others.map((code) => `+${code}`));
    if (others.length === textsTo.length) return t("contact.phoneHint.others", { codes });
    if (others.length === 0) return t("contact.phoneHint.china");
    return t("contact.phoneHint.more", { codes });
  }

  /** A refusal that belongs to no field. */
  function failureText(error: unknown): string {
    const { code, detail } = failureOf(error);
    return code === "RATE_LIMIT_EXCEEDED" && detail ? detail : t("failed");
  }

  return { kindOf, failureText, phoneHint };
}
