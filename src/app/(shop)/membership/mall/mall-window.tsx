import { useTranslations } from "next-intl";
import { RewardTile } from "@/modules/rewards/components/reward-tile";
import type { ShownReward } from "@/modules/rewards/components/shown-reward";
import { PageLink } from "@/ui/page-link";
import { PanelLink } from "../panel-link";

interface MallWindowProps {
  rewards: readonly ShownReward[];
}

/** A phone shows so many, and more in their own page. */
const ON_PHONES = 2;

/** Four things from the mall, lying on the desk itself. */
export function MallWindow({ rewards }: MallWindowProps) {
  const t = useTranslations("rewards");
  return (
    <section aria-labelledby="mall-title">
      <div className="mb-3 flex items-baseline justify-between gap-4">
        <h2 id="mall-title" className="text-lg">
          {t("title")}
        </h2>
        <span className="text-ink-soft text-sm">
          <PanelLink href="/membership/mall">{t("more")}</PanelLink>
        </span>
      </div>
      {rewards.length === 0 ? (
        <p className="text-ink-soft text-sm">{t("emptyHint")}</p>
      ) : (
        <ul className="grid grid-cols-2 gap-3 md:grid-cols-4 md:gap-4 xl:grid-cols-2 xl:gap-3">
          {rewards.map((reward, place) => (
            <li key={reward.rewardId} className={place < ON_PHONES ? undefined : "hidden md:block"}>
              <PageLink
                href={`/membership/mall?reward=${reward.rewardId}`}
                className="group block h-full rounded-lg"
              >
                <RewardTile reward={reward} />
              </PageLink>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
