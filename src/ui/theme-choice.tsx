"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { rememberPreference } from "./preference-cookie";
import { SegmentedControl } from "./segmented-control";
import { type Theme, themeCookie, themes } from "./theme";

export function ThemeChoice({ initial }: { initial: Theme }) {
  const t = useTranslations("common.menu");
  const [theme, setTheme] = useState(initial);

  function choose(next: Theme): void {
    rememberPreference(themeCookie, next);
    document.documentElement.dataset.theme = next;
    setTheme(next);
  }

  return (
    <SegmentedControl
      label={t("theme")}
      value={theme}
      options={themes.map((value) => ({ value, label: t(`themes.${value}`) }))}
      onChange={choose}
    />
  );
}
