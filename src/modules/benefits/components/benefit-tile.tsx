import { classNames } from "@/ui/class-names";
import { GlyphTile } from "@/ui/glyph-tile";
import type { ShownBenefit } from "./shown-benefit";
import { useBenefitWords } from "./use-benefit-words";

interface BenefitTileProps {
  benefit: ShownBenefit;
  /** Says what stands in the way; not where that is said of all of them. */
  brief?: boolean;
}

/** A benefit as a sign and its name; what stands in the way where it can't be used now. */
export function BenefitTile({ benefit, brief = true }: BenefitTileProps) {
  const words = useBenefitWords();
  return (
    <span className="flex flex-col items-center gap-1.5 text-center text-xs">
      <GlyphTile glyph={words.glyph(benefit)} muted={!benefit.usable} />
      <span className={classNames("leading-snug", benefit.unlockedBy && "text-ink-soft")}>
        {benefit.name}
      </span>
      {benefit.usable || !brief ? null : (
        <span className="-mt-1 text-ink-faint leading-snug">{words.brief(benefit)}</span>
      )}
    </span>
  );
}
