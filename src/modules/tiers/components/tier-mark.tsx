import { classNames } from "@/ui/class-names";

const swatches: Record<string, string> = {
  REGISTERED: "bg-tier-1",
  BRONZE: "bg-tier-2",
  SILVER: "bg-tier-3",
  GOLD: "bg-tier-4",
  DIAMOND: "bg-tier-5",
};

/** A tier in a line of text: a speck of its material and its name. */
export function TierMark({ tier }: { tier: { code: string; name: string } }) {
  return (
    <span className="inline-flex items-center gap-2 sm:whitespace-nowrap">
      <span
        aria-hidden="true"
        className={classNames(
          "size-2.5 shrink-0 rotate-45 rounded-xs",
          swatches[tier.code] ?? "bg-ink-faint",
        )}
      />
      {tier.name}
    </span>
  );
}
