import { z } from "zod";
import { humanText, insideId, instant, listOf, outsideId, page } from "@/platform/scalars";

/** The names of events come in from the one list of them, which no module imports. */
export type EventTypes = readonly [string, ...string[]];

export const nothing = z.strictObject({});

const position = z.string().regex(/^(0|[1-9]\d{0,15})$/);

export function feedInput(types: EventTypes) {
  return z.strictObject({
    after: position.optional().describe("the id of the last event seen; from the first without it"),
    types: z
      .string()
      .max(1_000)
      .refine((text) => text.split(",").every((name) => types.includes(name)), {
        error: types.join(","),
      })
      .optional()
      .describe("only these, with commas between them"),
    limit: page.limit,
    cursor: position.optional().describe("the same as `after`"),
  });
}

export function feedOutput(types: EventTypes) {
  return listOf(
    z.object({
      id: insideId.describe("ascending without gaps; the webhook-id of its deliveries"),
      // What an older release wrote stays readable, also where its name is no longer in the list.
      type: z.string().describe(types.join(", ")),
      occurredAt: instant,
      memberId: insideId.nullable(),
      externalId: outsideId.nullable().describe("null for a closed member"),
      data: z.record(z.string(), z.unknown()),
    }),
  );
}

export const endpointStatus = z.enum(["ACTIVE", "PAUSED"]);
export const pauseReason = z.enum(["BY_HAND", "FAILING", "GONE"]);
export type PauseReason = z.output<typeof pauseReason>;
export const deliveryStatus = z.enum(["WAITING", "DELIVERED", "FAILED"]);
export type DeliveryStatus = z.output<typeof deliveryStatus>;

export const URL_LENGTH_MAX = 500;

function endpointFields(types: EventTypes) {
  return {
    url: z.url({ protocol: /^https?$/ }).max(URL_LENGTH_MAX),
    description: humanText(200).optional(),
    eventTypes: z
      .array(z.enum(types))
      .min(1)
      .max(types.length)
      .nullable()
      .describe("null for all, also those to come"),
  };
}

export function createInput(types: EventTypes) {
  return z.strictObject(endpointFields(types));
}
export type NewEndpoint = z.output<ReturnType<typeof createInput>>;

export function updateInput(types: EventTypes) {
  return z.strictObject({ endpointId: insideId, ...endpointFields(types) });
}

export const byId = z.strictObject({ endpointId: insideId });

export const endpointView = z.object({
  endpointId: insideId,
  url: z.string(),
  description: z.string().nullable(),
  eventTypes: z.array(z.string()).nullable(),
  status: endpointStatus,
  pauseReason: pauseReason.nullable(),
  pausedAt: instant.nullable(),
  failures: z.int().describe("attempts that failed since the last that did not"),
  failingSince: instant.nullable(),
  oldSecretUntil: instant.nullable().describe("while the secret before is signed with as well"),
  behind: z.int().describe("published events not looked at yet"),
  waiting: z.int().describe("deliveries that are not through, counted up to 10,000"),
  failed: z.int().describe("deliveries given up, counted up to 10,000"),
  createdAt: instant,
});
export const endpointList = listOf(endpointView);
export const listInput = z.strictObject({ ...page });

/** The secret is told once, where it is made. */
export const secretOutput = z.object({ endpointId: insideId, secret: z.string() });

export const OVERLAP_HOURS_MAX = 168;
export const rotateInput = z.strictObject({
  endpointId: insideId,
  overlapHours: z.int().min(0).max(OVERLAP_HOURS_MAX).default(24),
});

export const eventTypeList = z.object({ eventTypes: z.array(z.string()) });

const attempt = z.object({
  startedAt: instant,
  durationMs: z.int(),
  statusCode: z.int().nullable(),
  error: z.string().nullable(),
  answer: z.string().nullable(),
});

export const pingOutput = attempt.extend({ delivered: z.boolean() });

export const deliveriesInput = z.strictObject({
  endpointId: insideId,
  status: deliveryStatus.optional(),
  ...page,
});

export const deliveryView = z.object({
  deliveryId: insideId,
  eventId: insideId,
  type: z.string(),
  memberId: insideId.nullable(),
  status: deliveryStatus,
  attempts: z.int(),
  nextAttemptAt: instant.nullable(),
  statusCode: z.int().nullable(),
  error: z.string().nullable(),
  createdAt: instant,
  finishedAt: instant.nullable(),
});
export const deliveryList = listOf(deliveryView);

export const deliveryById = z.strictObject({ deliveryId: insideId });
export const deliveryDetail = z.object({
  body: z.string().describe("as it is sent now"),
  attempts: z.array(attempt),
});

export const resendOutput = z.object({ deliveryId: insideId, status: deliveryStatus });
export const resendSinceInput = z.strictObject({ endpointId: insideId, since: instant });
export const resendSinceOutput = z.object({ events: z.int() });
