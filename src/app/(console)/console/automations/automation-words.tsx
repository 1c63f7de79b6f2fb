import { useTranslations } from "next-intl";
import { useFormats } from "@/i18n/use-formats";
import { Badge } from "@/ui/badge";
import type { Automation } from "./automations-query";

export interface TierName {
  code: string;
  name: string;
}

const tones = { DRAFT: "neutral", RUNNING: "good", PAUSED: "warn", ENDED: "neutral" } as const;

export function AutomationBadge({ state }: Pick<Automation, "state">) {
  const t = useTranslations("automationDesk");
  return <Badge tone={tones[state]}>{t(`states.${state}`)}</Badge>;
}

/** What has to happen, in words: "生日前 7 天". */
export function useTriggerWords(tiers: readonly TierName[]) {
  const t = useTranslations("automationDesk.said");
  const format = useFormats();
  const nameOf = (code: string) => tiers.find((tier) => tier.code === code)?.name ?? code;
  return ({ trigger }: Pick<Automation, "trigger">): string => {
    switch (trigger.kind) {
      case "JOINED":
        return t("JOINED");
      case "FIRST_ORDER": {
        const { minimumMinor } = trigger;
        const amount = format.moneyShort(minimumMinor);
        return minimumMinor > 0 ? t("FIRST_ORDER_FROM", { amount }) : t("FIRST_ORDER");
      }
      case "TIER_REACHED":
        return t("TIER_REACHED", { tiers: trigger.tiers.map(nameOf).join(t("comma")) });
      case "BIRTHDAY":
        if (trigger.on === "MONTH") return t("BIRTHDAY_MONTH");
        return trigger.daysBefore > 0
          ? t("BIRTHDAY_BEFORE", { count: trigger.daysBefore })
          : t("BIRTHDAY_DAY");
      case "QUIET":
        return t("QUIET", { count: trigger.days });
    }
  };
}
