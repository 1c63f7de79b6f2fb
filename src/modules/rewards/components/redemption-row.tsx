import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { useFormats } from "@/i18n/use-formats";
import { Badge } from "@/ui/badge";
import { CopyButton } from "@/ui/copy-button";
import { GlyphTile } from "@/ui/glyph-tile";
import { PageLink } from "@/ui/page-link";
import { Steps } from "@/ui/steps";
import { RewardPicture } from "./reward-picture";
import type { ShownRedemption } from "./shown-reward";

/** A parcel's stations by its status; the first that isn't behind it is what is waited for. */
const WAY = {
  PENDING: { done: 1, steps: ["ORDERED", "TO_SHIP", "DONE"] },
  SHIPPED: { done: 2, steps: ["ORDERED", "SHIPPED", "TO_RECEIVE"] },
  DONE: { done: 3, steps: ["ORDERED", "SHIPPED", "DONE"] },
} as const;

interface RedemptionRowProps {
  redemption: ShownRedemption;
  /** The way to take it back, while there is one. */
  action?: ReactNode;
}

/** What was exchanged, where it is now, and what belongs to it: parcel, code or pass. */
export function RedemptionRow({ redemption, action }: RedemptionRowProps) {
  const t = useTranslations("rewards");
  const format = useFormats();
  const { kind, status, quantity } = redemption;
  const isOver = status === "CANCELLED" || status === "RETURNED";
  return (
    <li className="border-line border-b py-5 first:pt-1 last:border-0 last:pb-1">
      <div className="flex gap-4">
        {redemption.image ? (
          <RewardPicture
            reward={redemption}
            muted={isOver}
            className="h-14 w-16 shrink-0 rounded-md"
          />
        ) : (
          <GlyphTile glyph={t(`glyph.${kind}`)} muted={isOver} />
        )}
        <div className="min-w-0 grow">
          <div className="flex flex-wrap items-baseline justify-between gap-x-4">
            <h2 className="min-w-0 break-words font-medium font-sans text-base">
              {redemption.rewardName}
              {quantity > 1 ? <span className="tabular text-ink-soft"> × {quantity}</span> : null}
            </h2>
            <p className="tabular text-ink-soft text-sm">
              {t("cost", { points: format.points(redemption.pointsCost) })}
            </p>
          </div>
          <p className="tabular text-ink-faint text-sm">
            {t("redemptions.at", { date: format.dateTimeShort(redemption.createdAt) })}
          </p>
          {isOver ? (
            <p className="mt-2 flex flex-wrap items-center gap-2 text-ink-soft text-sm">
              <Badge>{t(status === "RETURNED" ? "returned" : "cancelled")}</Badge>
              {redemption.reason ??
                t(`redemptions.${status === "RETURNED" ? "returnedText" : "cancelledText"}`)}
            </p>
          ) : kind === "PRODUCT" ? (
            <div className="mt-3 max-w-sm">
              <Steps
                label={t("redemptions.steps")}
                steps={WAY[status].steps.map((step) => t(`steps.${step}`))}
                done={WAY[status].done}
                doneLabel={t("redemptions.stepDone")}
              />
            </div>
          ) : null}
          <Belongings redemption={redemption} />
          {action ? <div className="mt-3">{action}</div> : null}
        </div>
      </div>
    </li>
  );
}

/** What one holds in hand because of it. */
function Belongings({ redemption }: { redemption: ShownRedemption }) {
  const t = useTranslations("rewards");
  const format = useFormats();
  const { carrier, trackingCode, couponCodes, couponIds, pass, status } = redemption;
  if (status === "CANCELLED") return null;
  return (
    <>
      {trackingCode ? (
        <CodeLine label={carrier ?? t("redemptions.tracking")} code={trackingCode} />
      ) : null}
      {couponCodes.map((code) => (
        <CodeLine key={code} label={t("redemptions.coupon")} code={code} />
      ))}
      {couponIds.length > 0 ? (
        <p className="mt-2 text-ink-soft text-sm">{t("redemptions.inWallet")}</p>
      ) : null}
      {pass ? (
        <p className="mt-2 text-ink-soft text-sm">
          {t(new Date(pass.validUntil) > format.now ? "redemptions.pass" : "redemptions.passOver", {
            count: pass.usesLeft,
            date: format.lastDateBefore(pass.validUntil),
          })}{" "}
          <PageLink href="/membership/benefits" className="underline underline-offset-4">
            {t("redemptions.toBenefits")}
          </PageLink>
        </p>
      ) : null}
    </>
  );
}

/** A code that is needed elsewhere: to be read, selected and copied. */
export function CodeLine({ label, code }: { label: string; code: string }) {
  const t = useTranslations("rewards.copy");
  return (
    <p className="mt-3 flex flex-wrap items-center gap-x-2 gap-y-2 text-sm">
      <span className="text-ink-soft">{label}</span>
      <code className="tabular rounded-sm border border-line-strong border-dashed px-2.5 py-1 font-sans font-semibold tracking-wide">
        {code}
      </code>
      <CopyButton
        text={code}
        label={t("label")}
        copiedText={t("done")}
        failedText={t("failed")}
        variant="quiet"
        compact
        className="px-2"
      />
    </p>
  );
}
