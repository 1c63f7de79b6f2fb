import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { useFormats } from "@/i18n/use-formats";
import { BenefitTile } from "@/modules/benefits/components/benefit-tile";
import type { ShownBenefit } from "@/modules/benefits/components/shown-benefit";
import { PanelSection } from "@/ui/panel";
import { PanelLink } from "../panel-link";

interface BenefitsPanelProps {
  benefits: readonly ShownBenefit[];
  next: { code: string; name: string; remainingMinor: number } | null;
}

const SHOWN = 5;

/** What can be used first, then what stands open, then what the next tier brings. */
export function BenefitsPanel({ benefits, next }: BenefitsPanelProps) {
  const t = useTranslations("myBenefits");
  const format = useFormats();
  const strong = (text: ReactNode) => <strong className="font-semibold text-ink">{text}</strong>;
  const rank = ({ usable, unlockedBy }: ShownBenefit) => (usable ? 0 : unlockedBy ? 2 : 1);
  // Where nothing is open yet, one way to something is better than as many locks.
  const isAhead = next !== null && benefits.every(({ unlockedBy }) => unlockedBy);
  const near = benefits.filter(({ unlockedBy }) => unlockedBy?.code === next?.code);
  const ahead = isAhead && near.length > 0 ? next : null;
  const shown = (ahead ? near : [...benefits]).sort((a, b) => rank(a) - rank(b)).slice(0, SHOWN);
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
        <>
          {ahead ? (
            <p className="mb-3 text-ink-soft text-sm">
              {t.rich("ahead", {
                amount: format.moneyShort(ahead.remainingMinor),
                tier: ahead.name,
                strong,
              })}
            </p>
          ) : null}
          <ul className="grid grid-cols-[repeat(auto-fill,minmax(3.4rem,1fr))] gap-x-1.5 gap-y-4">
            {shown.map((benefit) => (
              <li key={benefit.benefitId}>
                <BenefitTile benefit={benefit} brief={!ahead} />
              </li>
            ))}
          </ul>
        </>
      )}
    </PanelSection>
  );
}
