import { useTranslations } from "next-intl";
import { MemberCode } from "@/modules/members/components/member-code";
import { MembershipCard } from "@/modules/members/components/membership-card";
import { sealTextFor, useTierNames } from "@/modules/tiers/components/use-tier-names";
import type { Outputs } from "@/trpc/client";
import { QrCode } from "@/ui/qr-code";

export function OwnCard({ profile }: { profile: Outputs["profile"]["get"] }) {
  const t = useTranslations();
  const { tierName, perks } = useTierNames();
  const { tier, memberCode, nickname } = profile;
  const qrLabel = t("membership.card.qrLabel", { code: memberCode });
  return (
    <MembershipCard
      label={t("membership.card.label", { tier: tierName(tier), code: memberCode })}
      brand={t("common.brandShort")}
      tierRank={tier.rank}
      tierName={tierName(tier)}
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
