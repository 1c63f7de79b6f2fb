"use client";

import { useTranslations } from "next-intl";
import { useFormats } from "@/i18n/use-formats";
import { Badge } from "@/ui/badge";
import { Button } from "@/ui/button";
import { PageLink } from "@/ui/page-link";
import { CouponCodes } from "./coupon-codes";
import type { QueuedRedemption } from "./queued-redemption";

interface QueueRowProps {
  redemption: QueuedRedemption;
  chosen: boolean;
  onChoose: (chosen: boolean) => void;
  finishing: boolean;
  onShip: () => void;
  onWithdraw: () => void;
  onFinish: () => void;
}

const tones = { PENDING: "warn", SHIPPED: "seal", DONE: "good", CANCELLED: "neutral" } as const;

/** One parcel: what is in it, whose it is, where it goes, and what is to be done. */
export function QueueRow({
  redemption,
  chosen,
  onChoose,
  finishing,
  onShip,
  onWithdraw,
  onFinish,
}: QueueRowProps) {
  const t = useTranslations("mallDesk.fulfilment");
  const format = useFormats();
  const { redemptionId, rewardName, quantity, status, deliveryAddress, carrier } = redemption;
  const named = t("redemption", { id: redemptionId, reward: rewardName });
  return (
    <li className="flex gap-4 border-line border-b py-4 first:pt-0 last:border-0 last:pb-0">
      {status === "PENDING" ? (
        <span className="touch mt-0.5 grid size-5 shrink-0">
          <input
            type="checkbox"
            className="relative z-1 size-5 accent-seal"
            aria-label={t("choose", { redemption: named })}
            checked={chosen}
            onChange={(event) => onChoose(event.target.checked)}
          />
        </span>
      ) : null}
      <div className="min-w-0 grow">
        <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <span className="font-medium">
            {rewardName}
            <span className="tabular text-ink-soft"> × {quantity}</span>
          </span>
          <Badge tone={tones[status]}>{t(`statuses.${status}`)}</Badge>
        </p>
        {deliveryAddress ? (
          <address className="tabular mt-1 not-italic">
            {deliveryAddress.name} {deliveryAddress.phone}
            <span className="block text-ink-soft">
              {deliveryAddress.region} {deliveryAddress.line}
            </span>
          </address>
        ) : null}
        <CouponCodes redemption={redemption} />
        {carrier ? (
          <p className="tabular mt-1 text-ink-soft text-sm">
            {carrier} {redemption.trackingCode}
          </p>
        ) : null}
        {redemption.reason ? (
          <p className="mt-1 text-ink-soft text-sm">{redemption.reason}</p>
        ) : null}
        <p className="tabular mt-1 text-ink-faint text-sm">
          {t("number", { id: redemptionId })} ·{" "}
          <PageLink
            href={`/console/members/${redemption.memberId}`}
            className="underline decoration-line-strong underline-offset-4 hover:decoration-seal"
          >
            {redemption.memberCode}
          </PageLink>{" "}
          · {t("at", { date: format.dateTimeShort(redemption.createdAt) })}
        </p>
        {status === "PENDING" || status === "SHIPPED" ? (
          <div className="mt-3 flex flex-wrap gap-2">
            {status === "PENDING" ? (
              <>
                <Button size="sm" onClick={onShip}>
                  {t("ship")}
                  <span className="sr-only">{named}</span>
                </Button>
                <Button size="sm" variant="quiet" onClick={onWithdraw}>
                  {t("withdraw")}
                  <span className="sr-only">{named}</span>
                </Button>
              </>
            ) : (
              <Button size="sm" pending={finishing} onClick={onFinish}>
                {t("finish")}
                <span className="sr-only">{named}</span>
              </Button>
            )}
          </div>
        ) : null}
        {redemption.couponIds.length > 0 && redemption.cancellable ? (
          <Button size="sm" variant="quiet" className="mt-3" onClick={onWithdraw}>
            {t("withdraw")}
            <span className="sr-only">{named}</span>
          </Button>
        ) : null}
      </div>
    </li>
  );
}
