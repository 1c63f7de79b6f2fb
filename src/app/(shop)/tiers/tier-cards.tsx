import { useTranslations } from "next-intl";
import { MembershipCard } from "@/modules/members/components/membership-card";
import { sealTextFor } from "@/modules/tiers/components/seal-text";
import { useTierWords } from "@/modules/tiers/components/use-tier-words";
import type { Outputs } from "@/trpc/client";

interface TierCardsProps {
  tiers: Outputs["tiers"]["list"]["items"];
  brand: string;
}

/** Every tier's card beside the next, to be swiped on a phone. The table below says all of it in words. */
export function TierCards({ tiers, brand }: TierCardsProps) {
  const t = useTranslations("tiers");
  const { perks } = useTierWords();
  return (
    <ul
      aria-label={t("cards")}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways must be reached by keyboard.
      tabIndex={0}
      className="-mx-4 flex snap-x snap-mandatory scroll-px-4 gap-4 overflow-x-auto px-4 pb-4 [scrollbar-width:thin] sm:-mx-6 sm:scroll-px-6 sm:px-6"
    >
      {tiers.map((tier) => (
        <li key={tier.code} className="w-72 shrink-0 snap-start">
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
        </li>
      ))}
    </ul>
  );
}
