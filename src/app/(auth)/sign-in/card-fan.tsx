import { TierCard } from "@/modules/tiers/components/tier-card";
import type { Outputs } from "@/trpc/client";

interface CardFanProps {
  tiers: Outputs["tiers"]["list"]["items"];
  brand: string;
}

/** Every tier's card, fanned out: a picture of what there is to reach, said in words on /tiers. */
export function CardFan({ tiers, brand }: CardFanProps) {
  const shown = tiers.slice(0, 5);
  return (
    <div aria-hidden="true" className="relative mx-auto h-[38rem] w-96">
      {shown.map((tier, place) => (
        <div
          key={tier.code}
          className="absolute inset-x-0 enter"
          style={{
            top: `${place * 5.7}rem`,
            rotate: `${(place - shown.length / 2) * 2.2}deg`,
            animationDelay: `${place * 70}ms`,
          }}
        >
          <TierCard tier={tier} brand={brand} />
        </div>
      ))}
    </div>
  );
}
