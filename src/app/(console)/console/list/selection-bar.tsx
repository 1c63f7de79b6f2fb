"use client";

import { X } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Button } from "@/ui/button";
import type { useChosen } from "./use-chosen";

interface SelectionBarProps {
  chosen: ReturnType<typeof useChosen>;
  total: number;
  /** There are at least so many. */
  isBounded: boolean;
  /** What can be done with those who are chosen. */
  children: ReactNode;
}

/** How many are chosen, and what to do with them; all that match are one more step. */
export function SelectionBar({ chosen, total, isBounded, children }: SelectionBarProps) {
  const t = useTranslations("lists.selection");
  const count = chosen.isAll ? total : chosen.ids.size;
  if (count === 0) return null;
  const isMore = isBounded && chosen.isAll;
  return (
    <section
      aria-label={t("label")}
      className="sticky bottom-3 z-10 mt-4 flex flex-wrap items-center gap-2 rounded-lg border border-line-strong/60 bg-surface px-4 py-3"
    >
      <p role="status" className="tabular mr-auto">
        {t(isMore ? "chosenAtLeast" : "chosen", { count })}
      </p>
      {!chosen.isAll && total > chosen.ids.size ? (
        <Button variant="quiet" size="sm" onClick={chosen.chooseAll}>
          {t(isBounded ? "allAtLeast" : "all", { count: total })}
        </Button>
      ) : null}
      {children}
      <Button variant="quiet" size="sm" onClick={chosen.clear}>
        <X aria-hidden="true" className="size-4" />
        {t("clear")}
      </Button>
    </section>
  );
}
