import { MembershipCard } from "../../members/components/membership-card";
import { sealTextFor } from "./seal-text";
import { useTierWords } from "./use-tier-words";

interface TierCardProps {
  tier: {
    code: string;
    name: string;
    rank: number;
    discountRateBps: number;
    multiplierPct: number;
  };
  brand: string;
}

/** The card that members of a tier carry, as nobody's. */
export function TierCard({ tier, brand }: TierCardProps) {
  const { perks } = useTierWords();
  return (
    <MembershipCard
      label={tier.name}
      brand={brand}
      tierRank={tier.rank}
      tierName={tier.name}
      sealText={sealTextFor(tier)}
      perks={perks(tier)}
      nickname={null}
      memberCode=""
      qr={null}
    />
  );
}
