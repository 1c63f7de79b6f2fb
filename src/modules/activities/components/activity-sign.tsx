import { classNames } from "@/ui/class-names";
import { GlyphTile } from "@/ui/glyph-tile";
import type { ShownActivity } from "./shown-activity";
import { useActivityWords } from "./use-activity-words";

const SIZES = {
  row: { tile: "", picture: "size-10" },
  card: { tile: "size-12 text-xl", picture: "size-16 sm:size-20" },
} as const;

interface ActivitySignProps {
  activity: Pick<ShownActivity, "kind" | "image">;
  muted: boolean;
  size: keyof typeof SIZES;
}

/** An activity's picture, or the sign of its kind; the title stands beside it, so it is silent. */
export function ActivitySign({ activity, muted, size }: ActivitySignProps) {
  const words = useActivityWords();
  const { tile, picture } = SIZES[size];
  if (activity.image === null) {
    return <GlyphTile glyph={words.glyph(activity.kind)} muted={muted} className={tile} />;
  }
  return (
    <Picture
      image={activity.image}
      className={classNames(picture, "shrink-0 rounded-md", muted && "opacity-60 saturate-50")}
    />
  );
}

/** Across the top of an activity's own page. */
export function ActivityBanner({ image, muted }: { image: string; muted: boolean }) {
  return (
    <Picture
      image={image}
      className={classNames(
        "-mx-4 -mt-4 mb-4 aspect-[5/2] w-auto rounded-t-lg sm:-mx-6 sm:-mt-6 sm:mb-6",
        muted && "opacity-60 saturate-50",
      )}
    />
  );
}

function Picture({ image, className }: { image: string; className: string }) {
  return (
    <span
      className={classNames(
        "relative block overflow-hidden bg-sunken after:pointer-events-none after:absolute after:inset-0 after:bg-picture-veil",
        className,
      )}
    >
      {/* Drawings of a few kilobytes and pictures of other hosts: nothing here to optimise. */}
      {/* biome-ignore lint/performance/noImgElement: see above */}
      <img
        src={image}
        alt=""
        width={400}
        height={320}
        loading="lazy"
        decoding="async"
        className="size-full object-cover"
      />
    </span>
  );
}
