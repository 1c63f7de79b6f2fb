import { classNames } from "./class-names";
import { iconOf } from "./glyph-icons";

interface GlyphTileProps {
  /** A character or the name of an icon that stands for the thing; what it means must stand beside it in words. */
  glyph: string;
  muted?: boolean;
  className?: string;
}

/** The first sign of a row: a character or an icon on a small square of sand. */
export function GlyphTile({ glyph, muted = false, className }: GlyphTileProps) {
  const Icon = iconOf(glyph);
  return (
    <span
      aria-hidden="true"
      className={classNames(
        "grid size-10 shrink-0 place-items-center rounded-md font-serif text-lg leading-none",
        muted ? "border border-line-strong border-dashed text-ink-faint" : "bg-sunken text-ink",
        className,
      )}
    >
      {Icon ? <Icon className="size-[1.15em]" strokeWidth={1.5} /> : glyph}
    </span>
  );
}
