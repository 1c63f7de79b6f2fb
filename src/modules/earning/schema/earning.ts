import { z } from "zod";
import { calendarDate, insideId, instant, pointsFigure, who } from "@/platform/scalars";

export const whoInput = z.strictObject({ ...who });

export const checkInOutput = z.object({
  transactionId: insideId,
  points: pointsFigure,
  extra: pointsFigure.describe("of them, what the consecutive days brought"),
  streak: z.int(),
  available: pointsFigure,
});

export const month = z
  .string()
  .regex(/^\d{4}-(0[1-9]|1[0-2])$/)
  .refine((text) => text >= "2000-01" && text <= "2099-12", { error: "2000-01 … 2099-12" })
  .describe("YYYY-MM");

export const checkInsInput = z.strictObject({
  ...who,
  month: month.optional().describe("default: this month"),
});

export const checkIns = z.object({
  month,
  today: calendarDate.describe("in the program’s time zone"),
  days: z.array(calendarDate),
  streak: z.int().describe("up to today, or up to yesterday while today is open"),
  todayDone: z.boolean(),
  available: z.boolean().describe("whether checking in would bring points now"),
  needsOrder: z.boolean().describe("whether it would, once an order has stood"),
  points: pointsFigure.describe("of one check-in, without the extra"),
  bonusPoints: pointsFigure.describe("extra of every so many consecutive days"),
  streakDays: z.int(),
  nextBonusIn: z.int().describe("check-ins to go to the next extra"),
  bonusDays: z.array(calendarDate).describe("days of the month that brought the extra"),
  madeUpDays: z.array(calendarDate).describe("of the days, those that were made up"),
  makeUp: z
    .object({
      limit: z.int().describe("in a calendar month"),
      left: z.int(),
      costPoints: pointsFigure.describe("of one day"),
      days: z.array(
        z.object({
          date: calendarDate,
          streak: z.int().describe("how long the run is that it would join"),
          extra: pointsFigure.describe("what it would bring now"),
        }),
      ),
    })
    .nullable()
    .describe("which missed days of this month can be made up; null where none can"),
  milestones: z
    .array(z.object({ date: calendarDate, streak: z.int() }))
    .describe("days of the month that made 7, 30 or 100 consecutive ones"),
});

export const makeUpInput = z.strictObject({
  ...who,
  date: calendarDate.describe("the missed day, in the program’s time zone"),
});
export const makeUpOutput = z.object({
  date: calendarDate,
  spent: pointsFigure.describe("what it cost"),
  points: pointsFigure.describe("what the joined run brought"),
  streak: z.int().describe("consecutive days of the run that it joined"),
  available: pointsFigure,
});

export const wayAction = z.enum(["PURCHASE", "CHECKIN", "REVIEW", "SHARE", "BIRTHDAY", "REFERRAL"]);

export const way = z.object({
  action: wayAction,
  points: pointsFigure.describe("for one; for a purchase, per whole yuan"),
  multiplierPct: z.int().nullable().describe("of the tier, for a purchase"),
  available: z.boolean(),
  reason: z
    .enum(["LIMIT_REACHED", "MEMBER_STATUS_INVALID", "BIRTHDAY_UNKNOWN", "NEEDS_ORDER"])
    .nullable(),
  limit: z.int().nullable().describe("how often in its period; null without limit"),
  per: z.enum(["day", "month", "year"]).nullable(),
  done: z.int().describe("how often in this period; 0 without a limit"),
  resetsAt: instant.nullable(),
});
export type Way = z.output<typeof way>;

export const ways = z.object({ items: z.array(way) });

export const firstStep = z.object({
  step: z.enum(["CHECKIN", "BIRTHDAY", "ORDER"]),
  points: z.number().describe("what the rules pay for it; of an order for each yuan"),
  isDone: z.boolean(),
});
export const firstSteps = z.object({
  items: z.array(firstStep).describe("none for who is not new, or has done them all"),
});
