"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/ui/button";

interface LinedListProps {
  title: string;
  items: readonly { line: number; words: string }[];
}

const itemsAtOnce = 100;

/** What is wrong, by the row number that a spreadsheet shows. */
export function LinedList({ title, items }: LinedListProps) {
  const t = useTranslations("batches");
  const [shownCount, setShownCount] = useState(itemsAtOnce);
  const left = items.length - shownCount;
  return (
    <div role="alert" className="rounded-md bg-seal-soft px-4 py-3 text-sm">
      <p className="font-medium text-seal-ink">{title}</p>
      {/* A long list scrolls by itself, by keyboard too. */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable */}
      <section tabIndex={0} aria-label={title} className="mt-2 max-h-72 overflow-y-auto">
        <ul className="space-y-1">
          {items.slice(0, shownCount).map(({ line, words }) => (
            <li key={line} className="flex gap-3">
              <span className="tabular w-20 shrink-0 text-ink-soft">{t("line", { line })}</span>
              <span>{words}</span>
            </li>
          ))}
        </ul>
        {left > 0 ? (
          <p className="py-3">
            <Button size="sm" onClick={() => setShownCount(shownCount + itemsAtOnce)}>
              {t("moreFaults", { count: left })}
            </Button>
          </p>
        ) : null}
      </section>
    </div>
  );
}
