"use client";

import { useTranslations } from "next-intl";
import { lazy, Suspense, useState } from "react";

// Loaded when somebody asks: most visits only look at the figure.
const WhyPointsDialog = lazy(async () => ({
  default: (await import("./why-points-dialog")).WhyPointsWithApi,
}));

export function WhyPoints({ orderUrl }: { orderUrl: string | null }) {
  const t = useTranslations("explain");
  const [open, setOpen] = useState(false);
  const [opened, setOpened] = useState(false);

  function show(): void {
    setOpened(true);
    setOpen(true);
  }

  return (
    <>
      <button
        type="button"
        aria-haspopup="dialog"
        onClick={show}
        className="touch rounded-sm text-ink-soft underline decoration-line-strong underline-offset-4 hover:text-ink"
      >
        {t("why")}
      </button>
      <Suspense fallback={null}>
        {opened ? <WhyPointsDialog open={open} onOpenChange={setOpen} orderUrl={orderUrl} /> : null}
      </Suspense>
    </>
  );
}
