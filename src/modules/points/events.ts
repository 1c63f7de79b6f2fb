import { z } from "zod";
import { eventsOf } from "@/platform/events";
import {
  insideId,
  instant,
  moneyFigure,
  outsideId,
  pointsFigure,
  pointsPositive,
} from "@/platform/scalars";
import { originalDiscount } from "./schema/ledger";

/** What the points were spent on where it was no order. */
const spentOnElse = { referenceType: z.string().optional(), referenceId: z.string().optional() };

export const pointsEvents = {
  "points.earned": z.object({
    transactionId: insideId,
    points: pointsPositive,
    type: z.enum(["EARN", "ADJUST"]),
    referenceType: z.string(),
    referenceId: z.string(),
    available: pointsFigure,
    pending: pointsFigure,
    expiresAt: instant.nullable(),
  }),
  /** Pending points became available; what was owed is paid from them first. */
  "points.matured": z.object({
    transactionId: insideId,
    points: pointsPositive,
    available: pointsFigure,
    pending: pointsFigure,
  }),
  "points.redeemed": z.object({
    transactionId: insideId,
    points: pointsPositive,
    orderId: outsideId.optional(),
    discountMinor: moneyFigure.optional(),
    original: originalDiscount.optional(),
    ...spentOnElse,
    available: pointsFigure,
  }),
  "points.restored": z.object({
    transactionId: insideId,
    points: pointsFigure,
    orderId: outsideId.optional(),
    ...spentOnElse,
    available: pointsFigure,
  }),
  "points.clawed_back": z.object({
    transactionId: insideId,
    points: pointsPositive,
    orderId: outsideId.optional(),
    ...spentOnElse,
    available: pointsFigure,
    owed: pointsFigure,
  }),
  "points.expiring": z.object({
    points: pointsPositive,
    daysAhead: z.int(),
    expiresAt: instant,
  }),
  /** Taken by a correction; one that adds is points.earned with the type ADJUST. */
  "points.adjusted": z.object({
    transactionId: insideId,
    points: pointsFigure.describe("less than nothing"),
    referenceId: z.string(),
    available: pointsFigure,
  }),
  /** Points that matured or were let go paid what was owed. */
  "points.debt_paid": z.object({
    transactionId: insideId,
    type: z.enum(["MATURE", "RELEASE", "UNFREEZE"]),
    points: pointsPositive,
  }),
  "points.forfeited": z.object({
    transactionId: insideId,
    points: pointsFigure.describe("lost when the member closed or came back to one who had"),
    writtenOff: pointsFigure.describe("owed and not asked for any more"),
  }),
  /** Two memberships of one person became one: out of the one, into the other. */
  "points.transferred": z.object({
    transactionId: insideId,
    points: pointsFigure.describe("below zero where they went, and of what was owed the other way"),
    otherMemberId: insideId,
    available: pointsFigure,
    pending: pointsFigure,
    owed: pointsFigure,
  }),
  "points.expired": z.object({ transactionId: insideId, points: pointsFigure }),
  /** About the whole program: an invariant of the ledger does not hold. */
  "ledger.check_failed": z.object({ findings: z.array(z.looseObject({ name: z.string() })) }),
};

export const pointsEvent = eventsOf(pointsEvents);
