import { useTranslations } from "next-intl";
import { useFormats } from "@/i18n/use-formats";
import { RewardPicture } from "@/modules/rewards/components/reward-picture";
import type { ShownReward } from "@/modules/rewards/components/shown-reward";
import { useRewardWords } from "@/modules/rewards/components/use-reward-words";
import { PinButton } from "./pin-button";

interface RewardDetailsProps {
  reward: ShownReward;
  available: number;
  isGoal: boolean;
}

/** All there is to know before: picture, what it is, how it comes, who may have it, and the terms. */
export function RewardDetails({ reward, available, isGoal }: RewardDetailsProps) {
  const t = useTranslations("rewards");
  const format = useFormats();
  const words = useRewardWords();
  const why = words.reason(reward, available);
  const { pass } = reward;
  const facts = [
    { name: t("details.delivery"), text: t(`details.deliveryBy.${reward.kind}`) },
    ...(pass
      ? [
          {
            name: t("details.opens"),
            text: [
              pass.summary === "" ? pass.name : t("details.benefit", pass),
              t("details.passTerms", { count: pass.uses, days: pass.days }),
            ].join(" · "),
          },
        ]
      : []),
    { name: t("details.who"), text: words.who(reward) },
    {
      name: t("details.limit"),
      text:
        reward.perMonth === null
          ? t("details.noLimit")
          : t("details.limitUsed", { count: reward.perMonth, used: reward.usedThisMonth }),
    },
    ...(reward.stock === null
      ? []
      : [{ name: t("details.stock"), text: t("details.stockLeft", { count: reward.stock }) }]),
  ];
  return (
    <div className="space-y-4">
      <RewardPicture
        reward={reward}
        eager
        muted={reward.reason === "OUT_OF_STOCK"}
        className="max-h-44 w-full rounded-md sm:max-h-56"
      />
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <p className="tabular font-semibold text-lg text-seal-ink">
          {t("cost", { points: format.points(reward.pointsCost) })}
        </p>
        <PinButton rewardId={reward.rewardId} isGoal={isGoal} stays />
      </div>
      {why ? <p className="rounded-md bg-sunken px-4 py-3 text-ink-soft text-sm">{why}</p> : null}
      {reward.description ? <p className="break-words">{reward.description}</p> : null}
      <dl className="divide-y divide-line border-line border-y text-sm">
        {facts.map(({ name, text }) => (
          <div key={name} className="flex gap-4 py-2.5">
            <dt className="w-20 shrink-0 text-ink-soft">{name}</dt>
            <dd className="tabular min-w-0 break-words">{text}</dd>
          </div>
        ))}
      </dl>
      {reward.terms ? (
        <section>
          <h3 className="font-medium font-sans text-sm">{t("details.terms")}</h3>
          <p className="mt-1 whitespace-pre-line break-words text-ink-soft text-sm">
            {reward.terms}
          </p>
        </section>
      ) : null}
    </div>
  );
}
