import { useBenefit } from "@/modules/benefits/service/use";
import { daysAgo, type TimedAct, told } from "./acts";

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

const SEASON_DAYS = 60;
const YEAR_DAYS = 366;

/** Each of the last season and a third of the year's: more would only take longer to seed. */
function isBooked(orderId: string, days: number): boolean {
  const number = Number(orderId.split("-").at(-1));
  return days <= SEASON_DAYS || (days <= YEAR_DAYS && number % 3 === 0);
}

export function usesOn({ orderId, days, minute, yuan, birthday }: UsedOn): TimedAct[] {
  if (!isBooked(orderId, days)) return [];
  const moment = daysAgo(days, minute - 1);
  const month = moment.toISOString().slice(5, 7);
  const gift = birthday?.slice(5, 7) === month ? ["BIRTHDAY_GIFT"] : [];
  return [...BOOKED, ...gift].map((benefitId) => ({
    at: moment,
    act: {
      kind: "do" as const,
      run: (work, ref) => {
        const use = {
          benefitId,
          orderId,
          orderAmountMinor: Math.round(yuan * 100),
          shippingMinor: SHIPPING_MINOR,
          reserve: false,
          ttlSeconds: undefined,
        };
        told(work, "benefits.use", { ...ref, ...use });
        return useBenefit(work, ref, use);
      },
    },
  }));
}
