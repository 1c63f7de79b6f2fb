"use client";

import { useRouter } from "next/navigation";
import { useLocale, useTranslations } from "next-intl";
import { useOptimistic, useTransition } from "react";
import { type Locale, localeCookie, localeNames, locales } from "@/i18n/config";
import { rememberPreference } from "./preference-cookie";
import { SegmentedControl } from "./segmented-control";

const options = locales.map((locale) => {
  return { value: locale, label: localeNames[locale], lang: locale };
});

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
