import { useTranslations } from "next-intl";
import { spacedCode } from "@/modules/members/components/membership-card";
import { StatusBadge } from "@/modules/members/components/status-badge";
import { sealTextFor } from "@/modules/tiers/components/seal-text";
import type { Outputs } from "@/trpc/client";
import { Seal } from "@/ui/seal";

export function MemberHeading({ profile }: { profile: Outputs["profile"]["get"] }) {
  const t = useTranslations("console.members");
  return (
    <div className="flex min-w-0 items-center gap-4">
      <Seal text={sealTextFor(profile.tier)} size="lg" className="-rotate-3" />
      <div className="min-w-0">
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <h1 className="text-2xl">{profile.nickname ?? t("unnamed")}</h1>
          <StatusBadge status={profile.status} />
        </div>
        <p className="tabular text-ink-soft text-sm">
          {profile.tier.name} · {spacedCode(profile.memberCode)}
        </p>
      </div>
    </div>
  );
}
