import { useTranslations } from "next-intl";
import { useFormats } from "@/i18n/use-formats";
import { orderAddress } from "@/platform/order-address";
import type { TierCause, TierTerms } from "../schema";

interface TierWhyProps {
  tier: string;
  joinedAt: string;
  /** The step that led to the tier; null where there was none since joining. */
  change: {
    to: string;
    cause: TierCause;
    at: string;
    qualifyingMinor: number;
    orderId: string | null;
  } | null;
  period: TierTerms["qualifyingPeriod"];
  /** What counts now. */
  qualifyingMinor: number;
  /** Where the shop shows an order. */
  orderUrl: string | null;
}

/** Why the member is in this tier: which spend made it, since when, and what counts today. */
export function TierWhy({ tier, joinedAt, change, ...now }: TierWhyProps) {
  const t = useTranslations("tiers.why");
  const format = useFormats();
  const { orderUrl, period } = now;
  const order = change?.orderId ?? null;
  const address = order !== null && orderUrl ? orderAddress(orderUrl, order) : null;
  return (
    <details className="mt-3 text-sm">
      <summary className="touch w-fit rounded-sm text-ink-soft underline decoration-line-strong underline-offset-4 hover:text-ink">
        {t("ask", { tier })}
      </summary>
      <p className="mt-2 text-ink-soft">
        {change
          ? t(`cause.${change.cause}`, {
              tier: change.to,
              date: format.date(change.at),
              amount: format.money(change.qualifyingMinor),
              period,
            })
          : t("joined", { tier, date: format.date(joinedAt) })}
        {order === null ? null : (
          <>
            {" "}
            {address ? (
              <a href={address} className="rounded-sm underline underline-offset-4 hover:text-ink">
                {t("order", { id: order })}
              </a>
            ) : (
              <span className="[overflow-wrap:anywhere]">{t("order", { id: order })}</span>
            )}
          </>
        )}
      </p>
      <p className="mt-1 text-ink-soft">
        {t("now", { amount: format.money(now.qualifyingMinor), period })}
      </p>
    </details>
  );
}
