import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { requirePerson } from "@/app/shell/require-person";
import { BenefitRow } from "@/modules/benefits/components/benefit-row";
import type { ShownBenefit } from "@/modules/benefits/components/shown-benefit";
import { api } from "@/trpc/server";
import { buttonClass } from "@/ui/button-class";
import { EmptyState } from "@/ui/empty-state";
import { PageLink } from "@/ui/page-link";
import { Panel, PanelSection } from "@/ui/panel";
import { PageHeading } from "../page-heading";
import { SavingsParts } from "../savings/savings-parts";
import { SavedTotal } from "../savings/savings-total";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("myBenefits");
  return { title: t("title") };
}

const groups = ["usable", "later", "locked"] as const;

function groupOf({ usable, unlockedBy }: ShownBenefit): (typeof groups)[number] {
  if (unlockedBy) return "locked";
  return usable ? "usable" : "later";
}

export default async function BenefitsPage() {
  await requirePerson();
  const [caller, t, tCoupons] = await Promise.all([
    api(),
    getTranslations("myBenefits"),
    getTranslations("coupons"),
  ]);
  const [{ items }, savings, ladder, profile] = await Promise.all([
    caller.benefits.available({}),
    caller.stats.savings({}),
    caller.tiers.list({}),
    caller.profile.get({}),
  ]);
  const awayMinor = ({ unlockedBy }: ShownBenefit): number | null => {
    const tier = ladder.items.find(({ code }) => code === unlockedBy?.code);
    return tier ? tier.thresholdMinor - profile.spend.qualifyingMinor : null;
  };
  const shown = groups
    .map((group) => ({ group, benefits: items.filter((item) => groupOf(item) === group) }))
    .filter(({ benefits }) => benefits.length > 0);
  const toCoupons = (
    <PageLink href="/membership/coupons" className={buttonClass("secondary", "sm")}>
      {tCoupons("title")}
    </PageLink>
  );
  const toTiers = (
    <PageLink href="/tiers" className={buttonClass("secondary", "sm")}>
      {t("toTiers")}
    </PageLink>
  );
  return (
    <main id="main" className="mx-auto max-w-3xl px-4 pt-2 sm:px-6 lg:pt-4">
      <PageHeading
        title={t("title")}
        lead={t("lead")}
        aside={
          <span className="flex flex-wrap gap-2">
            {toCoupons}
            {toTiers}
          </span>
        }
      />
      {savings && savings.totalMinor > 0 ? (
        <Panel className="mb-4 md:mb-6">
          <PageLink href="/membership/savings" className="mb-4 block rounded-sm">
            <SavedTotal savings={savings} />
          </PageLink>
          <SavingsParts parts={savings.parts} />
        </Panel>
      ) : null}
      {items.length === 0 ? (
        <EmptyState title={t("empty")} hint={t("emptyHint")} action={toTiers} />
      ) : (
        <div className="space-y-6">
          {shown.map(({ group, benefits }) => (
            <PanelSection key={group} id={group} title={t(group)}>
              <ul>
                {benefits.map((benefit) => (
                  <BenefitRow
                    key={benefit.benefitId}
                    benefit={benefit}
                    awayMinor={awayMinor(benefit)}
                    action={
                      benefit.reason === "BIRTHDAY_UNKNOWN" ? (
                        <PageLink
                          href="/membership/profile"
                          className="rounded-sm text-seal-ink underline underline-offset-4"
                        >
                          {t("fillBirthday")}
                        </PageLink>
                      ) : null
                    }
                  />
                ))}
              </ul>
            </PanelSection>
          ))}
          <aside className="rounded-lg bg-sunken px-5 py-4 text-sm">
            <h2 className="text-base">{t("howTitle")}</h2>
            <p className="mt-1 text-ink-soft">{t("howText")}</p>
          </aside>
        </div>
      )}
    </main>
  );
}
