import { useTranslations } from "next-intl";

const sources = ["PURCHASE", "REVIEW", "CHECKIN", "BIRTHDAY", "SHARE", "REFERRAL"] as const;

/** Where a lot came from: what was done for it and the order or reference it names. */
export function useLotSource() {
  const t = useTranslations("points.entry");
  return ({ reason, referenceId }: { reason: string; referenceId: string | null }): string => {
    const source = sources.find((known) => known === reason || (known === "PURCHASE" && reason === "ORDER"));
    const words = source ? t(source === "PURCHASE" ? "EARN_ORDER" : `EARN_${source}`) : reason;
    return referenceId ? `${words} · ${referenceId}` : words;
  };
}
