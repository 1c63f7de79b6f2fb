import { businessDate } from "@/platform/business-time";
import {
  ACTIVITY_FIGURES,
  type ActivityFigure,
  BENEFIT_FIGURES,
  type BenefitFigure,
  DAY_FIGURES,
  type DayFigure,
  Tally,
} from "../rules/tally";

/** What a page of events adds to each table. */
export class Tallies {
  readonly days = new Tally<DayFigure>(DAY_FIGURES);
  readonly tiers = new Tally<"members">(["members"]);
  readonly expiries = new Tally<"points">(["points"]);
  readonly benefits = new Tally<BenefitFigure>(BENEFIT_FIGURES);
  readonly benefitMembers = new Tally<"uses">(["uses"]);
  readonly activities = new Tally<ActivityFigure>(ACTIVITY_FIGURES);
  readonly activityOrders = new Tally<"orders" | "spendMinor">(["orders", "spendMinor"]);
  /** Signs that a member did something on a day; one may be taken back. */
  readonly signals = new Tally<"signals">(["signals"]);

  constructor(private readonly timeZone: string) {}

  dayOf(moment: Date): string {
    return businessDate(moment, this.timeZone);
  }

  /** The month of the last day on which points of a lot can be spent: its end is exclusive. */
  monthOf(expiresAt: Date): string {
    return `${this.dayOf(new Date(expiresAt.getTime() - 1)).slice(0, 7)}-01`;
  }

  addDay(moment: Date, changes: Partial<Record<DayFigure, number>>): void {
    this.days.add([this.dayOf(moment)], changes);
  }

  signal(memberId: number | null, day: string, signals = 1): void {
    if (memberId !== null) this.signals.add([memberId, day], { signals });
  }
}
