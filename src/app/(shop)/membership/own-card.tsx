import { useTranslations } from "next-intl";
import { MembershipCard } from "@/modules/members/components/membership-card";
import { sealTextFor } from "@/modules/tiers/components/seal-text";
import { useTierWords } from "@/modules/tiers/components/use-tier-words";
import type { Outputs } from "@/trpc/client";
import { CardCode } from "./card-code";
import { WalletLinks } from "./wallet/wallet-links";

interface OwnCardProps {
  profile: Outputs["profile"]["get"];
  ownerId: string;
  brand: string;
}

export function OwnCard({ profile, ownerId, brand }: OwnCardProps) {
  const t = useTranslations();
  const { perks } = useTierWords();
  const { tier, memberCode, nickname } = profile;
  return (
    <div className="space-y-3">
      <MembershipCard
        label={t("membership.card.label", { tier: tier.name, code: memberCode })}
        brand={brand}
        tierRank={tier.rank}
        tierName={tier.name}
        sealText={sealTextFor(tier)}
        perks={perks(tier)}
        nickname={nickname}
        memberCode={memberCode}
        qr={<CardCode memberCode={memberCode} ownerId={ownerId} />}
      />
      <WalletLinks />
    </div>
  );
}
