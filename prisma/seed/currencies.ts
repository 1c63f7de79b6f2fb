import { programOf } from "@/modules/program/service";
import { completeOrder } from "@/modules/purchases/service/complete";
import { refundOrder } from "@/modules/purchases/service/refund";
import { publishRules } from "@/modules/tiers/service/publish";
import { at, daysAgo, type TimedAct, told, toldEvent } from "./acts";

/** A customer who shops from abroad, the rates by which that counts, and what else the demo's rules say. */

/** Fen for a cent and for a yen. */
const RATES = [
  { currency: "USD", rate: "7.1234" },
  { currency: "JPY", rate: "4.8" },
];

export async function publishRates(): Promise<void> {
  await at(new Date(), async (work) => {
    const { versionId, rules } = await programOf(work);
    if (rules.currencies.rates.length > 0) return;
    const edit = { expectedVersion: versionId, reason: "开放美元和日元支付，每月可补签两天" };
    const earn = { ...rules.earn, makeUpsPerMonthMax: 2, makeUpCostPoints: 20 };
    const sections = { currencies: { rates: RATES }, earn };
    const input = { ...edit, expectedVersion: String(versionId), ...sections };
    told(work, "program.publishRules", input, "definition");
    await publishRules(work, { ...edit, ...sections }, true);
  });
}

const PURCHASES = [
  { currency: "USD", days: 120, paid: 12_900 },
  { currency: "JPY", days: 60, paid: 18_800 },
  { currency: "USD", days: 12, paid: 4_599 },
];

export const ABROAD = "demo-abroad";

/** Some orders, of which one is refunded in part. */
export function storyAbroad(): TimedAct[] {
  const person = { nickname: "Emma Clark", phone: "+14155550142", birthday: undefined };
  const orders = PURCHASES.map(({ currency, days, paid }, index): TimedAct => {
    const moment = daysAgo(days, 300);
    const order = { orderId: `${ABROAD}-${index + 1}`, currency, paidAmountMinor: paid };
    return {
      at: moment,
      act: {
        kind: "do",
        run: (work, ref) => {
          toldEvent(work, "ORDER_COMPLETED", { ...ref, ...order, paidAt: moment });
          return completeOrder(work, ref, { ...order, paidAt: moment });
        },
      },
    };
  });
  const refundedAt = daysAgo(8, 300);
  const refund = { orderId: `${ABROAD}-3`, refundId: `${ABROAD}-r`, amountMinor: 1_500 };
  return [
    { at: daysAgo(130, 300), act: { kind: "enrol", ...person } },
    ...orders,
    {
      at: refundedAt,
      act: {
        kind: "do",
        run: (work, ref) => {
          toldEvent(work, "ORDER_REFUNDED", { ...ref, ...refund, refundedAt });
          return refundOrder(work, ref, { ...refund, refundedAt, returnId: null });
        },
      },
    },
  ];
}
