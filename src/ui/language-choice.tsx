"use client";

import { useRouter } from "next/navigation";
import { useLocale, useTranslations } from "next-intl";
import { useOptimistic, useTransition } from "react";
import { type Locale, localeCookie } from "@/i18n/config";
import { rememberPreference } from "./preference-cookie";
import { SegmentedControl } from "./segmented-control";

const options: readonly { value: Locale; label: string; lang: string }[] = [
  { value: "zh-CN", label: "中文", lang: "zh-CN" },
  { value: "en", label: "English", lang: "en" },
];

export function LanguageChoice() {
  const t = useTranslations("common.menu");
  const router = useRouter();
  const [, startTransition] = useTransition();
  const [locale, showLocale] = useOptimistic(useLocale());

  function choose(next: Locale): void {
    rememberPreference(localeCookie, next);
    startTransition(() => {
      showLocale(next);
      router.refresh();
    });
  }

  return (
    <SegmentedControl label={t("language")} value={locale} options={options} onChange={choose} />
  );
}
