import { useTranslations } from "next-intl";
import { sealTextFor } from "@/modules/tiers/components/seal-text";
import { TierGains } from "@/modules/tiers/components/tier-gains";
import type { Outputs } from "@/trpc/client";
import { ShownOnce } from "./shown-once";

type Tier = Outputs["tiers"]["list"]["items"][number];

interface TierMomentProps {
  changeId: string;
  /** The tier before all steps that were not shown. */
  from: Tier;
  to: Tier;
}

/** The seal of a tier that was reached, by whatever order, with what it brings. */
export function TierMoment({ changeId, from, to }: TierMomentProps) {
  const t = useTranslations("tiers.moment");
  return (
    <ShownOnce
      key={changeId}
      changeId={changeId}
      seal={sealTextFor(to)}
      title={t("title", { tier: to.name })}
      action={t("action")}
    >
      <p className="mt-3 text-ink-soft">{t("lead")}</p>
      <TierGains from={from} to={to} className="mt-4 space-y-1.5 text-ink-soft text-lg" />
    </ShownOnce>
  );
}
