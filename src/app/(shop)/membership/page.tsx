import type { Metadata } from "next";
import { getLocale, getNow, getTimeZone, getTranslations } from "next-intl/server";
import { ledgerFilterFrom, ledgerInput } from "@/app/ledger/ledger-filter";
import { PointsHistory } from "@/app/ledger/points-history";
import { formatToday, hourOf } from "@/i18n/format";
import { PointsSummary } from "@/modules/points/components/points-summary";
import { TierProgress } from "@/modules/tiers/components/tier-progress";
import { TierProspects } from "@/modules/tiers/components/tier-prospects";
import { pagedOptions } from "@/trpc/paged-options";
import { api, Hydrate, queryClientOfRequest, trpc } from "@/trpc/server";
import { Panel, PanelSection } from "@/ui/panel";
import { OwnCard } from "./own-card";
import { WhyPoints } from "./why-points";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("membership");
  return { title: t("title") };
}

interface MembershipPageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function MembershipPage({ searchParams }: MembershipPageProps) {
  const asked = await searchParams;
  const filter = ledgerFilterFrom((name) => [asked[name]].flat().at(0));
  const caller = await api();
  const ledger = ledgerInput(filter, await getTimeZone());
  const [t, profile, balance, ladder] = await Promise.all([
    getTranslations(),
    caller.profile.get({}),
    caller.points.balance({}),
    caller.tiers.list({}),
    queryClientOfRequest().prefetchInfiniteQuery(
      pagedOptions(trpc.points.transactions.infiniteQueryKey(ledger), (cursor) =>
        caller.points.transactions({ ...ledger, ...cursor }),
      ),
    ),
  ]);
  const tiers = ladder.items;
  const current = tiers.find(({ code }) => code === profile.tier.code);
  const next = tiers.find(({ code }) => code === profile.nextTier?.code) ?? null;
  const notice = profile.status === "ACTIVE" ? null : t(`membership.status.${profile.status}`);

  return (
    <main id="main" className="mx-auto max-w-[74rem] px-4 pt-2 sm:px-6 lg:pt-4">
      <Greeting nickname={profile.nickname} />
      {notice ? (
        <p className="mb-6 rounded-md bg-warn-soft px-4 py-3 text-sm text-warn">{notice}</p>
      ) : null}
      <div className="grid gap-6 md:grid-cols-[minmax(0,20rem)_minmax(0,1fr)] lg:grid-cols-[minmax(0,26rem)_minmax(0,1fr)] lg:gap-8">
        <div className="contents md:sticky md:top-6 md:block md:space-y-6 md:self-start">
          <OwnCard profile={profile} />
          <section aria-label={t("tiers.progress.title")}>
            <TierProgress
              tiers={tiers}
              currentRank={profile.tier.rank}
              qualifyingMinor={profile.spend.qualifyingMinor}
              nextTier={profile.nextTier}
            />
          </section>
          {current ? (
            // On a phone the points come first: they are what people look for.
            <Panel className="order-2 md:order-none">
              <TierProspects
                current={current}
                next={next}
                since={profile.tier.since}
                protectedUntil={profile.tier.protectedUntil}
              />
            </Panel>
          ) : null}
        </div>
        <div className="contents md:block md:space-y-6">
          <PanelSection
            id="points"
            title={t("points.title")}
            aside={<WhyPoints />}
            className="order-1 md:order-none"
          >
            <PointsSummary balance={balance} />
          </PanelSection>
          <PanelSection id="history" title={t("points.history.title")} className="order-3">
            <Hydrate>
              <PointsHistory />
            </Hydrate>
          </PanelSection>
        </div>
      </div>
    </main>
  );
}

async function Greeting({ nickname }: { nickname: string | null }) {
  const [t, locale, now, timeZone] = await Promise.all([
    getTranslations("membership.greeting"),
    getLocale(),
    getNow(),
    getTimeZone(),
  ]);
  const hour = hourOf(now, timeZone);
  const part =
    hour < 5
      ? "night"
      : hour < 11
        ? "morning"
        : hour < 13
          ? "noon"
          : hour < 18
            ? "afternoon"
            : "evening";
  return (
    <div className="mb-5 lg:mb-8">
      <p className="text-ink-soft text-sm">{formatToday(now, locale, timeZone)}</p>
      <h1 className="text-xl lg:text-2xl">
        {nickname ? t("named", { greeting: t(part), name: nickname }) : t(part)}
      </h1>
    </div>
  );
}
