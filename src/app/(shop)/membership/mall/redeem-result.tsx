import { useTranslations } from "next-intl";
import { useFormats } from "@/i18n/use-formats";
import { CodeLine } from "@/modules/rewards/components/redemption-row";
import type { Redeemed, ShownReward } from "@/modules/rewards/components/shown-reward";
import { Button } from "@/ui/button";
import { buttonClass } from "@/ui/button-class";
import { PageLink } from "@/ui/page-link";
import { Seal } from "@/ui/seal";

interface RedeemResultProps {
  reward: ShownReward;
  redeemed: Redeemed;
  onClose: () => void;
}

/** It is done: what one has now, and where to find it again. */
export function RedeemResult({ reward, redeemed, onClose }: RedeemResultProps) {
  const t = useTranslations("rewards");
  const format = useFormats();
  const { pass, couponCodes, couponIds } = redeemed;
  const isInWallet = couponIds.length > 0;
  return (
    <div role="status">
      <div className="flex items-center gap-4">
        <Seal text={t("result.seal")} size="lg" className="stamp -rotate-6" />
        <p>
          {t(isInWallet ? "result.inWallet" : `result.${reward.kind}`, {
            name: redeemed.rewardName,
            count: reward.kind === "BENEFIT_PASS" ? (pass?.usesLeft ?? 0) : redeemed.quantity,
            date: pass ? format.lastDateBefore(pass.validUntil) : "",
          })}
        </p>
      </div>
      {couponCodes.map((code) => (
        <CodeLine key={code} label={t("redemptions.coupon")} code={code} />
      ))}
      <p className="tabular mt-4 text-ink-soft text-sm">
        {t("result.left", {
          cost: format.points(redeemed.pointsCost),
          points: format.points(redeemed.available),
        })}
      </p>
      <div className="mt-6 flex flex-wrap justify-end gap-2">
        <Button onClick={onClose}>{t("result.close")}</Button>
        <PageLink
          href={isInWallet ? "/membership/coupons" : "/membership/mall/redemptions"}
          className={buttonClass("primary")}
        >
          {t(isInWallet ? "result.toWallet" : "result.toRedemptions")}
        </PageLink>
      </div>
    </div>
  );
}
