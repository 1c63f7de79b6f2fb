import { TRPCError } from "@trpc/server";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { requirePerson } from "@/app/shell/require-person";
import { formatPoints } from "@/i18n/format";
import { RewardCard } from "@/modules/rewards/components/reward-card";
import { api } from "@/trpc/server";
import { buttonClass } from "@/ui/button-class";
import { EmptyState } from "@/ui/empty-state";
import { PageLink } from "@/ui/page-link";
import { PageHeading } from "../page-heading";
import { GoalPanel } from "./goal-panel";
import { MallFilters } from "./mall-filters";
import { addressOf, readView } from "./mall-view";
import { RewardOpener } from "./reward-opener";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("rewards");
  return { title: t("title") };
}

interface MallPageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

/** The first row on a wide window: fetched with the page. */
const EAGER = 4;
const SHOWN = 24;

/** Null for what is asked by an address that somebody typed, or kept until the shop had taken it off. */
async function found<T>(reading: Promise<T>): Promise<T | null> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof TRPCError && ["NOT_FOUND", "BAD_REQUEST"].includes(error.code))
      return null;
    throw error;
  }
}

/** What is asked of the shelf; the reward that the page was opened for may be on no page of it. */
async function readAll(query: Awaited<MallPageProps["searchParams"]>) {
  const { view, rewardId } = readView(query);
  const { kind, category, sort, after } = view;
  const caller = await api();
  const asked = { kind, category, sort, cursor: after, limit: SHOWN };
  const [rewards, balance, categories, { goal }, wanted] = await Promise.all([
    found(caller.rewards.list(asked)),
    caller.points.balance({}),
    caller.rewards.categories({}),
    caller.rewards.goal({}),
    rewardId === undefined ? null : found(caller.rewards.get({ rewardId })),
  ]);
  const page = rewards ?? { items: [], nextCursor: null };
  return { view, page, available: balance.available, categories: categories.items, goal, wanted };
}

export default async function MallPage({ searchParams }: MallPageProps) {
  await requirePerson();
  const [t, read] = await Promise.all([getTranslations("rewards"), searchParams.then(readAll)]);
  const { view, page, available, categories, goal, wanted } = read;
  const isFiltered = view.kind !== undefined || view.category !== undefined;
  const isGoal = (rewardId: string) => goal?.reward.rewardId === rewardId;
  return (
    <main id="main" className="mx-auto max-w-[74rem] px-4 pt-2 sm:px-6 lg:pt-4">
      <PageHeading
        title={t("title")}
        lead={t.rich("yourPoints", {
          points: formatPoints(available),
          strong: (text) => (
            <strong className="tabular font-semibold font-serif text-ink text-lg">{text}</strong>
          ),
        })}
        aside={
          <PageLink href="/membership/mall/redemptions" className={buttonClass("secondary", "sm")}>
            {t("redemptions.title")}
          </PageLink>
        }
      />
      {goal ? <GoalPanel goal={goal} available={available} /> : null}
      <MallFilters view={view} categories={categories} />
      {page.items.length === 0 ? (
        <EmptyState title={isFiltered ? t("emptyFiltered") : t("empty")} hint={t("emptyHint")} />
      ) : (
        <ul className="grid grid-cols-2 gap-3 sm:gap-4 md:grid-cols-3 lg:grid-cols-4 lg:gap-6">
          {page.items.map((reward, index) => (
            <li key={reward.rewardId}>
              <RewardCard
                reward={reward}
                available={available}
                eager={index < EAGER}
                isGoal={isGoal(reward.rewardId)}
                opener={
                  <RewardOpener
                    reward={reward}
                    available={available}
                    isGoal={isGoal(reward.rewardId)}
                    look="name"
                  />
                }
              />
            </li>
          ))}
        </ul>
      )}
      {page.nextCursor ? (
        <p className="mt-6 text-center">
          <PageLink
            href={addressOf({ ...view, after: page.nextCursor })}
            className={buttonClass("secondary")}
          >
            {t("next")}
          </PageLink>
        </p>
      ) : null}
      {wanted ? (
        <RewardOpener
          key={wanted.rewardId}
          reward={wanted}
          available={available}
          isGoal={isGoal(wanted.rewardId)}
          openAtFirst
          look="hidden"
        />
      ) : null}
    </main>
  );
}
