import { useTranslations } from "next-intl";
import { MemberCode } from "@/modules/members/components/member-code";
import { MembershipCard } from "@/modules/members/components/membership-card";
import { sealTextFor } from "@/modules/tiers/components/seal-text";
import { useTierWords } from "@/modules/tiers/components/use-tier-words";
import type { Outputs } from "@/trpc/client";
import { QrCode } from "@/ui/qr-code";

export function OwnCard({ profile }: { profile: Outputs["profile"]["get"] }) {
  const t = useTranslations();
  const { perks } = useTierWords();
  const { tier, memberCode, nickname } = profile;
  const qrLabel = t("membership.card.qrLabel", { code: memberCode });
  return (
    <MembershipCard
      label={t("membership.card.label", { tier: tier.name, code: memberCode })}
      brand={t("common.brandShort")}
      tierRank={tier.rank}
      tierName={tier.name}
      sealText={sealTextFor(tier)}
      perks={perks(tier)}
      nickname={nickname}
      memberCode={memberCode}
      qr={
        <MemberCode
          memberCode={memberCode}
          small={<QrCode text={memberCode} label={qrLabel} className="block w-full" />}
          large={<QrCode text={memberCode} label={qrLabel} className="block w-full" />}
        />
      }
    />
  );
}
