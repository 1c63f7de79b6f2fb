import { businessDate } from "@/platform/business-time";
import type { SavingLine } from "../rules/savings";
import {
  ACTIVITY_FIGURES,
  type ActivityFigure,
  BENEFIT_FIGURES,
  type BenefitFigure,
  COUPON_FIGURES,
  type CouponFigure,
  DAY_FIGURES,
  type DayFigure,
  SALES_FIGURES,
  SAVING_FIGURES,
  type SalesFigure,
  type SavingFigure,
  Tally,
} from "../rules/tally";

/** The business days that moments fall on. */
class Days {
  constructor(private readonly timeZone: string) {}

  dayOf(moment: Date): string {
    return businessDate(moment, this.timeZone);
  }

  /** The last day before an end, which is exclusive. */
  lastDayOf(end: Date): string {
    return this.dayOf(new Date(end.getTime() - 1));
  }
}

/** What a page of events adds to the tables of coupons and sales. */
export class SalesTallies extends Days {
  readonly coupons = new Tally<CouponFigure>(COUPON_FIGURES);
  readonly couponOrders = new Tally<"orders" | "spendMinor">(["orders", "spendMinor"]);
  readonly sales = new Tally<SalesFigure>(SALES_FIGURES);
}

/** What a page of events adds to the years of members. */
export class SavingTallies extends Days {
  readonly years = new Tally<SavingFigure>(SAVING_FIGURES);

  /** A line that is there from now on (1), or no more (-1). */
  addLine({ memberId, day, kind, valueMinor }: SavingLine, sign: 1 | -1): void {
    const key = [memberId, Number(day.slice(0, 4)), kind];
    this.years.add(key, { count: sign, valueMinor: sign * valueMinor });
  }
}

/** What a page of events adds to each of the other tables. */
export class Tallies extends Days {
  readonly days = new Tally<DayFigure>(DAY_FIGURES);
  readonly tiers = new Tally<"members">(["members"]);
  readonly expiries = new Tally<"points">(["points"]);
  readonly benefits = new Tally<BenefitFigure>(BENEFIT_FIGURES);
  readonly benefitMembers = new Tally<"uses">(["uses"]);
  readonly activities = new Tally<ActivityFigure>(ACTIVITY_FIGURES);
  readonly activityOrders = new Tally<"orders" | "spendMinor">(["orders", "spendMinor"]);
  /** Signs that a member did something on a day; one may be taken back. */
  readonly signals = new Tally<"signals">(["signals"]);

  /** The month of the last day on which points of a lot can be spent. */
  monthOf(expiresAt: Date): string {
    return `${this.lastDayOf(expiresAt).slice(0, 7)}-01`;
  }

  addDay(moment: Date, changes: Partial<Record<DayFigure, number>>): void {
    this.days.add([this.dayOf(moment)], changes);
  }

  signal(memberId: number | null, day: string, signals = 1): void {
    if (memberId !== null) this.signals.add([memberId, day], { signals });
  }
}
