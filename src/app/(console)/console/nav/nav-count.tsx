"use client";

import { useTranslations } from "next-intl";
import { useFormats } from "@/i18n/use-formats";
import { COUNTED_MAX } from "@/modules/worklist/schema";
import { classNames } from "@/ui/class-names";
import { PLACES, useWork } from "../today/use-work";

interface NavCountProps {
  /** Of which pages. */
  hrefs: readonly string[];
  className?: string;
}

/** How much waits on a page of the navigation, for who may look after it. */
export function NavCount({ hrefs, className }: NavCountProps) {
  const t = useTranslations("worklist");
  const format = useFormats();
  const { data } = useWork();
  const count = (data?.items ?? []).reduce((sum, item) => {
    const place = PLACES[item.kind];
    return place !== null && hrefs.includes(place) ? sum + item.count : sum;
  }, 0);
  if (count === 0) return null;
  const shown = count >= COUNTED_MAX ? "999+" : format.points(count);
  return (
    <span
      className={classNames(
        "tabular pointer-events-none rounded-full bg-seal-soft px-1.5 text-seal-ink text-xs leading-5",
        className,
      )}
    >
      <span aria-hidden="true">{shown}</span>
      <span className="sr-only">{t("waitHere", { count: shown })}</span>
    </span>
  );
}
