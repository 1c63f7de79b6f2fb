import type { Metadata } from "next";
import { getLocale, getNow, getTimeZone, getTranslations } from "next-intl/server";
import { KeepPocket } from "@/app/shell/pocket/keep-pocket";
import { pocketOf } from "@/app/shell/pocket/pocket-of";
import { requirePerson } from "@/app/shell/require-person";
import { shopBrand } from "@/app/shell/shop-brand";
import { formatToday, hourOf } from "@/i18n/format";
import { nearestGoal } from "@/modules/activities/components/nearest-goal";
import { PointsSummary } from "@/modules/points/components/points-summary";
import { TierProgress } from "@/modules/tiers/components/tier-progress";
import { TierProspects } from "@/modules/tiers/components/tier-prospects";
import { TierWhy } from "@/modules/tiers/components/tier-why";
import { api } from "@/trpc/server";
import { Panel, PanelSection } from "@/ui/panel";
import { ActivitiesPanel } from "./activities/activities-panel";
import { BenefitsPanel } from "./benefits/benefits-panel";
import { HistoryPanel } from "./history/history-panel";
import { MallWindow } from "./mall/mall-window";
import { FirstSteps } from "./moment/first-steps";
import { TierMoment } from "./moment/tier-moment";
import { OwnCard } from "./own-card";
import { PanelLink } from "./panel-link";
import { SavingsStrip } from "./savings/savings-strip";
import { TodayPanel } from "./today/today-panel";
import { WhyPoints } from "./why-points";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("membership");
  return { title: t("title") };
}

const ACTIVITIES_READ = 20;
const REWARDS_SHOWN = 4;
const ENTRIES_SHOWN = 3;
const REDEMPTIONS_READ = 20;
/** As many as are read at once: what ends first is seldom what came last. */
const COUPONS_READ = 100;

/** Everything this page shows, read at once. */
async function readAll() {
  const caller = await api();
  const [
    profile,
    balance,
    ladder,
    benefits,
    activities,
    rewards,
    ledger,
    redemptions,
    coupons,
    savings,
    saving,
    why,
    { moment },
    steps,
    checkIns,
    codes,
  ] = await Promise.all([
    caller.profile.get({}),
    caller.points.balance({}),
    caller.tiers.list({}),
    caller.benefits.available({}),
    caller.activities.list({ status: "RUNNING", limit: ACTIVITIES_READ }),
    caller.rewards.list({ limit: REWARDS_SHOWN }),
    caller.points.transactions({ limit: ENTRIES_SHOWN }),
    caller.rewards.redemptions({ limit: REDEMPTIONS_READ }),
    caller.coupons.mine({ limit: COUPONS_READ }),
    caller.stats.savings({}),
    caller.rewards.goal({}),
    caller.points.tierStep({}),
    caller.tiers.moment({}),
    caller.earning.firstSteps({}),
    caller.earning.checkIns({}),
    caller.profile.cardCodes({}),
  ]);
  return {
    profile,
    balance,
    tiers: ladder.items,
    terms: ladder.terms,
    benefits,
    activities,
    rewards,
    ledger,
    redemptions,
    coupons,
    savings,
    saving: saving.goal,
    why,
    moment,
    steps: steps.items,
    checkIns,
    codes,
  };
}

export default async function MembershipPage() {
  const person = await requirePerson();
  const [t, read, brand, now] = await Promise.all([
    getTranslations(),
    readAll(),
    shopBrand(),
    getNow(),
  ]);
  const ownerId = person.memberId ?? "";
  const { profile, balance, tiers } = read;
  const current = tiers.find(({ code }) => code === profile.tier.code);
  const next = tiers.find(({ code }) => code === profile.nextTier?.code) ?? null;
  const goal = nearestGoal(read.activities.items);
  const { moment } = read;
  const risen = moment?.kind === "RISEN" ? moment : null;
  const before = tiers.find(({ code }) => code === risen?.from);
  const notice = profile.status === "ACTIVE" ? null : t(`membership.status.${profile.status}`);

  // One order for eyes, keyboard and screen reader, in one column as in three.
  return (
    <main id="main" className="mx-auto max-w-[74rem] px-4 pt-2 sm:px-6 lg:pt-4">
      <KeepPocket pocket={pocketOf({ ownerId, profile, balance, brand: brand.short, now })} />
      <Greeting nickname={profile.nickname} />
      {notice ? (
        <p className="mb-6 rounded-md bg-warn-soft px-4 py-3 text-sm text-warn">{notice}</p>
      ) : null}
      {risen && before && current ? (
        <TierMoment changeId={risen.changeId} from={before} to={current} />
      ) : null}
      <div className="grid gap-2.5 md:grid-cols-2 md:gap-6 xl:grid-cols-[minmax(0,24rem)_minmax(0,1fr)_minmax(0,22rem)]">
        <div className="min-w-0 space-y-2.5 md:space-y-6">
          <OwnCard profile={profile} ownerId={ownerId} brand={brand.short} codes={read.codes} />
          <TodayPanel
            checkIns={read.checkIns}
            goal={goal}
            saving={read.saving}
            expiring={balance.expiring}
            coupons={read.coupons.items}
            redemptions={read.redemptions.items}
          />
          {read.steps.length > 0 ? (
            <FirstSteps steps={read.steps} isWelcome={moment?.kind === "WELCOME"} />
          ) : null}
        </div>
        <div className="min-w-0 space-y-2.5 md:space-y-6">
          <Panel>
            <section aria-label={t("tiers.progress.title")}>
              <TierProgress
                tiers={tiers}
                currentRank={profile.tier.rank}
                qualifyingMinor={profile.spend.qualifyingMinor}
                nextTier={profile.nextTier}
              />
              {current ? (
                <div className="mt-2.5 border-line border-t pt-2.5 sm:mt-4 sm:pt-4">
                  <TierProspects
                    current={current}
                    next={next}
                    terms={read.terms}
                    since={profile.tier.since}
                    protectedUntil={profile.tier.protectedUntil}
                    floor={profile.tier.floor}
                  />
                  <TierWhy
                    tier={profile.tier.name}
                    joinedAt={profile.joinedAt}
                    change={read.why.change}
                    period={read.terms.qualifyingPeriod}
                    qualifyingMinor={profile.spend.qualifyingMinor}
                    orderUrl={brand.orderUrl}
                  />
                </div>
              ) : null}
              <SavingsStrip savings={read.savings} />
            </section>
          </Panel>
          <PanelSection
            id="points"
            title={t("points.title")}
            aside={<WhyPoints orderUrl={brand.orderUrl} />}
          >
            <PointsSummary
              balance={balance}
              whose={profile.memberCode}
              way={
                <span className="text-sm text-ink-soft md:hidden">
                  <PanelLink href="/membership/history">{t("points.history.title")}</PanelLink>
                </span>
              }
            />
          </PanelSection>
          <BenefitsPanel benefits={read.benefits.items} next={profile.nextTier} />
          <ActivitiesPanel
            activities={read.activities.items}
            more={read.activities.nextCursor !== null}
            told={goal?.activityId ?? null}
          />
        </div>
        <div className="min-w-0 space-y-2.5 md:space-y-6 md:col-span-2 xl:col-span-1">
          <MallWindow rewards={read.rewards.items} />
          <HistoryPanel entries={read.ledger.items} orderUrl={brand.orderUrl} />
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
    <div className="mb-2.5 lg:mb-8">
      <p className="text-ink-soft text-sm">{formatToday(now, locale, timeZone)}</p>
      <h1 className="text-xl lg:text-2xl">
        {nickname ? t("named", { greeting: t(part), name: nickname }) : t(part)}
      </h1>
    </div>
  );
}
