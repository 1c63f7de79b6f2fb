import { Check } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { GlyphTile } from "@/ui/glyph-tile";

interface WayRowProps {
  glyph: string;
  title: string;
  hint: string;
  /** "+10", "1 / ¥1" */
  worth: string;
  /** What is done of it today, in words. */
  done?: string | null;
  isComplete?: boolean;
  action?: ReactNode;
}

/** One way to earn: what it brings, and whether there is more of it today. */
export function WayRow({ glyph, title, hint, worth, done, isComplete, action }: WayRowProps) {
  const t = useTranslations("earning.ways");
  return (
    <li className="flex items-center gap-4 border-line border-b py-3.5 first:pt-0 last:border-0 last:pb-0">
      <GlyphTile glyph={glyph} muted={isComplete} />
      <div className="min-w-0 grow">
        <p className="font-medium">{title}</p>
        <p className="text-ink-soft text-sm">{hint}</p>
      </div>
      <div className="shrink-0 text-right">
        <p className="tabular font-semibold">{worth}</p>
        {isComplete ? (
          <p className="flex items-center justify-end gap-1 text-good text-sm">
            <Check aria-hidden="true" className="size-3.5" strokeWidth={2.5} />
            {done ?? t("complete")}
          </p>
        ) : done ? (
          <p className="tabular text-ink-faint text-sm">{done}</p>
        ) : null}
        {action}
      </div>
    </li>
  );
}
