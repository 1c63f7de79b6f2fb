import { useTranslations } from "next-intl";
import { decimalsOf, formatMoneyIn } from "@/i18n/currency";
import { formatMonth } from "@/i18n/format";
import { useFormats } from "@/i18n/use-formats";
import { toProgram } from "@/modules/orders/rules/currency";
import type { OrderLine, OrderScope } from "@/modules/orders/schema/cart";
import { linePaidMinor } from "@/modules/orders/schema/check";
import { earningOf, type Sold } from "@/modules/points/rules/goods";
import { maxPointsFor, orderPoints, worthMinor } from "@/modules/points/rules/order-figures";
import type { ProgramRules } from "@/modules/program/schema/rules";
import type { RuleSection } from "./rule-fields";

interface ExampleTier {
  name: string;
  multiplierPct: number;
}

const orderMinor = 33_960;

const FREIGHT_MINOR = 1_000;
const LINE: OrderLine = {
  ...{ lineId: "1", sku: "-", categories: [], quantity: 1, giftCard: false },
  ...{ unitAmountMinor: 10_000, discountMinor: 0 },
};

function soldOf(line: OrderLine, shippingMinor = 0): Sold {
  return { lines: [line], paidAmountMinor: linePaidMinor(line), shippingMinor, rate: null };
}

/** One line as a rule asks for it, by the first word of each of its lists. */
function soldIn({ include, channels, stores }: OrderScope): Sold {
  const [sku = LINE.sku] = include.skus;
  const categories = include.categories.slice(0, 1);
  const line = { ...LINE, sku, categories, brand: include.brands[0] };
  return { ...soldOf(line), channel: channels[0], store: stores[0] };
}

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
      ...(rules.checkInEnabled && rules.makeUpsPerMonthMax > 0
        ? [
            t("makeUp", {
              count: rules.makeUpsPerMonthMax,
              cost: rules.makeUpCostPoints,
              points: format.points(rules.makeUpCostPoints),
            }),
          ]
        : []),
      t("expiry", { month: monthsLater(rules.expiryMonths) }),
    ];
  }

  function goods({ earn: { pointsPerYuan }, goods: rules }: ProgramRules): string[] {
    const pointsOf = (sold: Sold) => {
      const { paidAmountMinor } = sold;
      const facts = { paidAmountMinor, pointsPerYuan, multiplierPct: 100, boostPct: 100 };
      const bound = rules.orderPointsMax === 0 ? undefined : { pointsMax: rules.orderPointsMax };
      return format.points(
        orderPoints({ ...facts, ...bound, goods: earningOf(sold, rules) }).points,
      );
    };
    const amount = format.money(LINE.unitAmountMinor);
    const discounted = { ...LINE, unitAmountMinor: 12_000, discountMinor: 2_000, taxMinor: 1_150 };
    return [
      t("goods.plain", {
        amount,
        discount: format.money(discounted.discountMinor),
        tax: format.money(discounted.taxMinor),
        freight: format.money(FREIGHT_MINOR),
        points: pointsOf(soldOf(discounted, FREIGHT_MINOR)),
      }),
      t("goods.giftCard", { amount, points: pointsOf(soldOf({ ...LINE, giftCard: true })) }),
      ...rules.rules.map(({ label, scope }) =>
        t("goods.rule", { label, amount, points: pointsOf(soldIn(scope)) }),
      ),
      t("goods.rounding"),
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

  function currencies({ currencies: { rates }, earn: rules }: ProgramRules): string[] {
    const said = rates.map(({ currency, rate }) => {
      const own = 100 * 10 ** decimalsOf(currency);
      const paidAmountMinor = toProgram(own, rate);
      const facts = { paidAmountMinor, multiplierPct: 100, boostPct: 100 };
      const { points } = orderPoints({ ...facts, pointsPerYuan: rules.pointsPerYuan });
      return t("currency", {
        amount: formatMoneyIn(own, currency, format.locale),
        worth: format.money(paidAmountMinor),
        points: format.points(points),
      });
    });
    return [...said, t("currencies")];
  }

  function coupons({ coupons: { noticeDays } }: ProgramRules): string[] {
    return [t("couponNotice", { days: noticeDays })];
  }

  function till({ till: rules }: ProgramRules): string[] {
    return [t(rules.fixedCodeEnabled ? "fixedCode" : "noFixedCode")];
  }

  const bySection = {
    earn,
    goods,
    redeem,
    tiers: tier,
    adjust,
    limits: limit,
    currencies,
    coupons,
    till,
  };
  return (section: RuleSection, rules: ProgramRules) => bySection[section](rules);
}
