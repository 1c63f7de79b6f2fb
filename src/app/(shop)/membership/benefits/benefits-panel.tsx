import { useTranslations } from "next-intl";
import { BenefitTile } from "@/modules/benefits/components/benefit-tile";
import type { ShownBenefit } from "@/modules/benefits/components/shown-benefit";
import { PanelSection } from "@/ui/panel";
import { PanelLink } from "../panel-link";

interface BenefitsPanelProps {
  benefits: readonly ShownBenefit[];
}

const SHOWN = 5;

/** What can be used first, then what stands open, then what the next tier brings. */
export function BenefitsPanel({ benefits }: BenefitsPanelProps) {
  const t = useTranslations("myBenefits");
  const rank = ({ usable, unlockedBy }: ShownBenefit) => (usable ? 0 : unlockedBy ? 2 : 1);
  const shown = [...benefits].sort((a, b) => rank(a) - rank(b)).slice(0, SHOWN);
  return (
    <PanelSection
      id="benefits"
      title={t("title")}
      aside={
        <PanelLink href="/membership/benefits">{t("all", { count: benefits.length })}</PanelLink>
      }
    >
      {shown.length === 0 ? (
        <p className="text-ink-soft text-sm">{t("emptyHint")}</p>
      ) : (
        <ul className="grid grid-cols-[repeat(auto-fill,minmax(3.4rem,1fr))] gap-x-1.5 gap-y-4">
          {shown.map((benefit) => (
            <li key={benefit.benefitId}>
              <BenefitTile benefit={benefit} />
            </li>
          ))}
        </ul>
      )}
    </PanelSection>
  );
}
