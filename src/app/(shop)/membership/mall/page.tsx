import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { requirePerson } from "@/app/shell/require-person";
import { formatPoints } from "@/i18n/format";
import { RewardCard } from "@/modules/rewards/components/reward-card";
import { api } from "@/trpc/server";
import { buttonClass } from "@/ui/button-class";
import { chipClass } from "@/ui/chip-class";
import { EmptyState } from "@/ui/empty-state";
import { PageLink } from "@/ui/page-link";
import { PageHeading } from "../page-heading";
import { RedeemButton } from "./redeem-button";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("rewards");
  return { title: t("title") };
}

interface MallPageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

const kinds = ["PRODUCT", "COUPON", "BENEFIT_PASS"] as const;
/** The first row on a wide window: fetched with the page. */
const EAGER = 4;
const SHOWN_MAX = 100;

export default async function MallPage({ searchParams }: MallPageProps) {
  await requirePerson();
  const query = await searchParams;
  const kind = kinds.find((known) => known === [query.kind].flat().at(0));
  const rewardId = [query.reward].flat().at(0);
  const caller = await api();
  const [t, rewards, balance] = await Promise.all([
    getTranslations("rewards"),
    caller.rewards.list({ limit: SHOWN_MAX }),
    caller.points.balance({}),
  ]);
  const items = kind ? rewards.items.filter((reward) => reward.kind === kind) : rewards.items;
  return (
    <main id="main" className="mx-auto max-w-[74rem] px-4 pt-2 sm:px-6 lg:pt-4">
      <PageHeading
        title={t("title")}
        lead={t.rich("yourPoints", {
          points: formatPoints(balance.available),
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
      <nav aria-label={t("filter.label")} className="mb-6">
        <ul className="flex flex-wrap gap-2">
          {[undefined, ...kinds].map((option) => (
            <li key={option ?? "all"}>
              <PageLink
                href={option ? `?kind=${option}` : "?"}
                aria-current={option === kind ? "page" : undefined}
                className={chipClass(option === kind)}
              >
                {t(`filter.${option ?? "all"}`)}
              </PageLink>
            </li>
          ))}
        </ul>
      </nav>
      {items.length === 0 ? (
        <EmptyState title={kind ? t("emptyFiltered") : t("empty")} hint={t("emptyHint")} />
      ) : (
        <ul className="grid grid-cols-2 gap-3 sm:gap-4 md:grid-cols-3 lg:grid-cols-4 lg:gap-6">
          {items.map((reward, index) => (
            <li key={reward.rewardId}>
              <RewardCard
                reward={reward}
                available={balance.available}
                eager={index < EAGER}
                action={
                  <RedeemButton
                    reward={reward}
                    available={balance.available}
                    openAtFirst={reward.rewardId === rewardId}
                  />
                }
              />
            </li>
          ))}
        </ul>
      )}
    </main>
  );
}
