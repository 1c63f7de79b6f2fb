import type { ReactNode } from "react";
import { classNames } from "@/ui/class-names";
import { GlyphTile } from "@/ui/glyph-tile";
import type { ShownBenefit } from "./shown-benefit";
import { useBenefitWords } from "./use-benefit-words";

interface BenefitRowProps {
  benefit: ShownBenefit;
  /** What is still to be spent until its tier is reached, where it is not the member's yet. */
  awayMinor?: number | null;
  /** What can be done about a reason, such as filling in the birthday. */
  action?: ReactNode;
}

/** One benefit: what it gives, how much of it is left, or what stands in the way. */
export function BenefitRow({ benefit, awayMinor = null, action }: BenefitRowProps) {
  const words = useBenefitWords();
  const isLocked = benefit.unlockedBy !== null;
  const facts = [words.quota(benefit), words.pass(benefit), words.validity(benefit)].filter(
    Boolean,
  );
  const why = words.reason(benefit);
  return (
    <li className="flex items-center gap-4 border-line border-b py-3.5 first:pt-0 last:border-0 last:pb-0">
      <GlyphTile glyph={words.glyph(benefit)} muted={!benefit.usable} />
      <div className="min-w-0 grow">
        <p className={classNames("font-medium", isLocked && "text-ink-soft")}>{benefit.name}</p>
        <p className="text-ink-soft text-sm">{benefit.summary}</p>
        {facts.length > 0 ? (
          <p className="tabular text-ink-faint text-sm">{facts.join(" · ")}</p>
        ) : null}
        {why ? (
          <p className="text-ink-faint text-sm">
            {why} {action}
          </p>
        ) : null}
      </div>
      <p className="tabular max-w-[40%] shrink-0 text-right text-ink-faint text-sm">
        {words.state(benefit, awayMinor)}
      </p>
    </li>
  );
}
