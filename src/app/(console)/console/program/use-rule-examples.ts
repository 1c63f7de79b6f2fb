import { useTranslations } from "next-intl";
import { formatMonth } from "@/i18n/format";
import { useFormats } from "@/i18n/use-formats";
import { maxPointsFor, orderPoints, worthMinor } from "@/modules/points/rules/order-figures";
import type { ProgramRules } from "@/modules/program/schema";
import type { RuleSection } from "./rule-fields";

interface ExampleTier {
  name: string;
  multiplierPct: number;
}

const orderMinor = 33_960;

/** What the rules as typed would mean, worked out with one order. */
export function useRuleExamples(tiers: readonly ExampleTier[]) {
  const t = useTranslations("program.examples");
  const format = useFormats();

  function monthsLater(months: number): string {
    const date = new Date(format.now);
    date.setUTCDate(1);
    date.setUTCMonth(date.getUTCMonth() + months);
    return format.monthName(formatMonth(date.toISOString(), format.timeZone));
  }

  function earn({ earn: rules }: ProgramRules): string[] {
    const perTier = tiers.map(({ name, multiplierPct }) => {
      const facts = { paidAmountMinor: orderMinor, multiplierPct, boostPct: 100 };
      const { points } = orderPoints({ ...facts, pointsPerYuan: rules.pointsPerYuan });
      return t("tierPoints", { tier: name, points: format.points(points) });
    });
    return [
      t("earn", { amount: format.money(orderMinor), tiers: perTier.join(t("comma")) }),
      t("streak", {
        days: rules.streakDays,
        points: format.points(rules.streakDays * rules.checkInPoints + rules.streakPoints),
      }),
      t("expiry", { month: monthsLater(rules.expiryMonths) }),
    ];
  }

  function redeem({ redeem: rules }: ProgramRules): string[] {
    const points = maxPointsFor(orderMinor, rules);
    return [
      t("redeem", {
        amount: format.money(orderMinor),
        points: format.points(points),
        worth: format.money(worthMinor(points, rules.pointsPerYuanOff)),
      }),
    ];
  }

  function tier({ tiers: rules }: ProgramRules): string[] {
    return [
      rules.protectionMonths === 0
        ? t("noProtection")
        : t("protection", { month: monthsLater(rules.protectionMonths) }),
    ];
  }

  function adjust({ adjust: rules }: ProgramRules): string[] {
    return [t("adjust", { points: format.points(rules.approvalAbovePoints) })];
  }

  function limit({ limits: rules }: ProgramRules): string[] {
    return [
      t("limits", {
        points: format.points(rules.pointsPerDay),
        pieces: format.points(rules.rewardPiecesPerDay),
      }),
      t("limitsRaised"),
    ];
  }

  function till({ till: rules }: ProgramRules): string[] {
    return [t(rules.fixedCodeEnabled ? "fixedCode" : "noFixedCode")];
  }

  const bySection = { earn, redeem, tiers: tier, adjust, limits: limit, till };
  return (section: RuleSection, rules: ProgramRules) => bySection[section](rules);
}
