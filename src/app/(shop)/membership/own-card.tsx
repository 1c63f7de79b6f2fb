import { useTranslations } from "next-intl";
import { MembershipCard } from "@/modules/members/components/membership-card";
import { sealTextFor } from "@/modules/tiers/components/seal-text";
import { useTierWords } from "@/modules/tiers/components/use-tier-words";
import type { Outputs } from "@/trpc/client";
import { qrDrawing } from "@/ui/qr-drawing";
import { CardCode } from "./card-code";
import { WalletLinks } from "./wallet/wallet-links";

interface OwnCardProps {
  profile: Outputs["profile"]["get"];
  ownerId: string;
  brand: string;
  codes: Outputs["profile"]["cardCodes"];
}

export function OwnCard({ profile, ownerId, brand, codes }: OwnCardProps) {
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
        qr={
          <CardCode
            memberCode={memberCode}
            ownerId={ownerId}
            codes={codes}
            drawn={qrDrawing(codeOf(codes) ?? memberCode)}
          />
        }
      />
      <WalletLinks />
    </div>
  );
}

/** The one that holds when the page is made. */
function codeOf({ now, items }: OwnCardProps["codes"]): string | undefined {
  const at = Date.parse(now);
  return items.find(({ from, until }) => Date.parse(from) <= at && at < Date.parse(until))?.code;
}
