import { useBenefit } from "@/modules/benefits/service/use";
import { daysAgo, type TimedAct } from "./acts";

/** Benefits used on the demo's orders, a moment before each is paid. */

interface UsedOn {
  orderId: string;
  days: number;
  minute: number;
  yuan: number;
  birthday: string | undefined;
}

const SHIPPING_MINOR = 1_200;
/** What a shop books for its orders; who has no right to it is refused, as the shop would be. */
const BOOKED = ["DISCOUNT", "FREE_SHIPPING"] as const;

/** Only of the last season: a year of uses for some hundreds of customers says nothing more. */
const SEASON_DAYS = 60;

export function usesOn({ orderId, days, minute, yuan, birthday }: UsedOn): TimedAct[] {
  if (days > SEASON_DAYS) return [];
  const moment = daysAgo(days, minute - 1);
  const month = moment.toISOString().slice(5, 7);
  const gift = birthday?.slice(5, 7) === month ? ["BIRTHDAY_GIFT"] : [];
  return [...BOOKED, ...gift].map((benefitId) => ({
    at: moment,
    act: {
      kind: "do" as const,
      run: (work, ref) =>
        useBenefit(work, ref, {
          benefitId,
          orderId,
          orderAmountMinor: Math.round(yuan * 100),
          shippingMinor: SHIPPING_MINOR,
          reserve: false,
          ttlSeconds: undefined,
        }),
    },
  }));
}
