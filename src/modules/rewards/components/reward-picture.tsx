import { Gift, Ticket, WalletCards } from "lucide-react";
import { classNames } from "@/ui/class-names";
import type { ShownReward } from "./shown-reward";

const icons = { PRODUCT: Gift, COUPON: Ticket, BENEFIT_PASS: WalletCards };

interface RewardPictureProps {
  reward: Pick<ShownReward, "kind" | "image">;
  /** Above the fold: fetched with the page. */
  eager?: boolean;
  muted?: boolean;
  className?: string;
}

/** The name stands beside it, so the picture itself is silent. */
export function RewardPicture({ reward, eager, muted, className }: RewardPictureProps) {
  const Icon = icons[reward.kind];
  return (
    <span
      className={classNames(
        "relative block aspect-[5/4] overflow-hidden bg-sunken after:pointer-events-none after:absolute after:inset-0 after:bg-picture-veil",
        muted && "opacity-60 saturate-50",
        className,
      )}
    >
      {reward.image ? (
        // Drawings of a few kilobytes and pictures of other hosts: nothing here to optimise.
        // biome-ignore lint/performance/noImgElement: see above
        <img
          src={reward.image}
          alt=""
          width={400}
          height={320}
          loading={eager ? "eager" : "lazy"}
          decoding="async"
          className="size-full object-cover"
        />
      ) : (
        <Icon
          aria-hidden="true"
          className="absolute inset-0 m-auto size-10 text-ink-faint"
          strokeWidth={1.25}
        />
      )}
    </span>
  );
}
