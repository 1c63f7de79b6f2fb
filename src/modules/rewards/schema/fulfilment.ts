import { z } from "zod";
import {
  humanText,
  insideId,
  instant,
  listOf,
  page,
  pointsFigure,
  reasonText,
} from "@/platform/scalars";
import { deliveryAddress } from "./addresses";
import { TRACKING_MAX } from "./carriers";
import { redemptionStatus, redemptionView } from "./rewards";

/** Working days that parcels may be filtered by. */
export const AGE_MAX = 60;

export const queueInput = z.strictObject({
  status: redemptionStatus.default("PENDING"),
  redemptionId: insideId.optional().describe("this one alone, whatever its status"),
  minWaitingDays: z
    .int()
    .min(1)
    .max(AGE_MAX)
    .optional()
    .describe("of those that wait so many working days or longer"),
  ...page,
});

export const labelEnding = z.enum(["CORRECTED", "UNDONE", "RETURNED"]);
export type LabelEnding = z.output<typeof labelEnding>;

/** What becomes of a parcel that came back. */
export const returnOutcome = z.enum(["REFUND", "RESHIP", "KEEP"]);
export type ReturnOutcome = z.output<typeof returnOutcome>;

const formerLabel = z.object({
  carrier: z.string(),
  trackingCode: z.string(),
  ending: labelEnding,
  outcome: returnOutcome.nullable(),
  restocked: z.boolean().nullable(),
  endedAt: instant,
});

export const queuedRedemption = redemptionView.extend({
  memberId: insideId,
  memberCode: z.string(),
  deliveryAddress: deliveryAddress.nullable(),
  addressRevision: z.int().describe("counts changes of the address"),
  carrierCode: z.string().nullable(),
  waitingDays: z.int().nullable().describe("working days, Monday to Friday; null once shipped"),
  togetherWith: z
    .array(insideId)
    .describe("others of the member that wait for the same address; one parcel may hold them all"),
  formerLabels: z.array(formerLabel).describe("wrong, taken back or come back; the latest first"),
  endedBy: z.string().nullable(),
});
export const queueList = listOf(queuedRedemption);

/** Parcels told of at once. */
export const SHIPMENTS_MAX = 100;

const trackingCode = z
  .string()
  .trim()
  .min(1)
  .max(TRACKING_MAX)
  .regex(/^[\x20-\x7e]+$/);
const label = {
  carrier: humanText(64).describe("its code, or its name"),
  trackingCode,
  unusual: z
    .boolean()
    .default(false)
    .describe("looked at by a person: of any carrier, shape, and used before"),
};

const shipment = z.strictObject({
  redemptionId: insideId,
  ...label,
  addressRevision: z
    .int()
    .min(1)
    .optional()
    .describe("for which address it was packed; another one by now is VERSION_CONFLICT"),
});
export type Shipment = z.output<typeof shipment>;

export const shipInput = z.strictObject({
  shipments: z
    .array(shipment)
    .min(1)
    .max(SHIPMENTS_MAX)
    .refine((list) => new Set(list.map((one) => one.redemptionId)).size === list.length, {
      error: "redemptionId: 1×",
    }),
});

export const shipOutput = z.object({
  items: z.array(
    z.object({
      redemptionId: insideId,
      status: redemptionStatus.nullable(),
      code: z.string().nullable().describe("why this one was not shipped"),
      repeated: z.boolean().describe("it was so before"),
    }),
  ),
});

const parcel = { redemptionId: insideId };
export const parcelOutput = z.object({ ...parcel, status: redemptionStatus });

export const correctInput = z.strictObject({
  ...parcel,
  ...label,
  reason: reasonText.optional().describe("for the shop’s own log"),
});

export const undoInput = z.strictObject({
  ...parcel,
  trackingCode: trackingCode.describe("under which it was said to be on its way"),
});

export const returnInput = z
  .strictObject({
    ...parcel,
    trackingCode: trackingCode.describe("of the parcel that came back"),
    outcome: returnOutcome.describe(
      "REFUND: its points go back; RESHIP: it waits to be sent again; KEEP: it ends as it is",
    ),
    restock: z.boolean().describe("its pieces can be had again; never of RESHIP"),
    reason: reasonText.describe("the member reads it"),
  })
  .refine(({ outcome, restock }) => !(restock && outcome === "RESHIP"), {
    error: "restock: RESHIP",
    path: ["restock"],
  });
export type ReturnWish = z.output<typeof returnInput>;

export const returnOutput = z.object({
  ...parcel,
  status: redemptionStatus,
  pointsRestored: pointsFigure,
  available: pointsFigure,
});

export const readdressInput = z.strictObject({ ...parcel, deliveryAddress });
export const readdressOutput = z.object({ ...parcel, addressRevision: z.int() });

export const finishInput = z.strictObject(parcel);
export const finishOutput = z.object({ ...parcel, status: z.literal("DONE") });
