import { errorText } from "@/i18n/error-text";
import { ERRORS_MAX } from "../../bounds";
import { ERROR_STATUS, type ErrorCode } from "../../errors";
import type { Json } from "./schemas";

/** What the operations of the document share. */

const text = (description: string, more: Json = {}): Json => ({
  description,
  schema: { type: "string", ...more },
});

export const HEADERS: Record<string, Json> = {
  "X-Request-Id": text("Names this request in our log; quote it when you report a fault."),
  "Idempotent-Replayed": text("`true` when this is the stored answer of an earlier call.", {
    enum: ["true"],
  }),
  "RateLimit-Policy": text("The caller’s limit, where there is one.", {
    example: '"minute";q=100;w=60',
  }),
  RateLimit: text("Requests that are left, and the seconds until they are full again.", {
    example: '"minute";r=99;t=60',
  }),
  "Retry-After": {
    description: "Seconds after which the call may be tried again.",
    schema: { type: "integer", minimum: 1 },
  },
  "WWW-Authenticate": text("What credentials are asked for."),
};

/** Pointers to headers by their names. */
export function headers(...names: (keyof typeof HEADERS)[]): Json {
  return Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]));
}

const WHO =
  "A service or operator names the member by exactly one of memberId and externalId; a member names nobody.";

/** Query parameters that mean the same wherever they stand; their schemas come from the declarations. */
export const QUERY_WORDS: Record<string, string> = {
  memberId: `Whom it is about, by our own id. ${WHO}`,
  externalId: `Whom it is about, by the shop’s id. ${WHO}`,
  limit: "How many items at most.",
  cursor: "`nextCursor` of the page before.",
  from: "From this moment on.",
  to: "Before this moment.",
};

/** Headers that every call may send. */
export const CALL_HEADERS: Record<string, Json> = {
  RequestId: {
    name: "X-Request-Id",
    in: "header",
    required: false,
    description: "A name of your own for this request: 8–64 letters, digits and `.:_-`.",
    schema: { type: "string" },
  },
  Language: {
    name: "Accept-Language",
    in: "header",
    required: false,
    description: "The language of names and refusals: `zh-CN` (default) or `en`.",
    schema: { type: "string" },
  },
};

const KEY = {
  name: "Idempotency-Key",
  in: "header",
  schema: { type: "string", minLength: 1, maxLength: 255, pattern: "^[\\x20-\\x7e]{1,255}$" },
};

export const KEY_HEADERS: Record<string, Json> = {
  IdempotencyKey: {
    ...KEY,
    required: false,
    description:
      "The same key, path and body within 24 hours answers again without doing it twice, with the header Idempotent-Replayed. Another body is 422.",
  },
};

/** Where nothing else tells two calls from one. */
export const REQUIRED_KEY_HEADERS: Record<string, Json> = {
  RequiredIdempotencyKey: {
    ...KEY,
    required: true,
    description:
      "Names this purchase: without it the call is 400, since nothing else would tell two purchases from one that is sent twice. The same key, path and body within 24 hours answers again without buying twice, with the header Idempotent-Replayed. Another body is 422.",
  },
};

export const SIGNATURE_HEADERS: Record<string, Json> = {
  WebhookId: {
    name: "webhook-id",
    in: "header",
    required: true,
    description: "The message’s own id, the same when it is sent again; the idempotency key here.",
    schema: { type: "string", minLength: 1, maxLength: 255 },
  },
  WebhookTimestamp: {
    name: "webhook-timestamp",
    in: "header",
    required: true,
    description: "Seconds since 1970 when it was sent, at most five minutes off.",
    schema: { type: "string", pattern: "^\\d{1,12}$" },
  },
  WebhookSignature: {
    name: "webhook-signature",
    in: "header",
    required: true,
    description:
      "`v1,` and the base64 of HMAC-SHA256 over `id.timestamp.body`; several with spaces.",
    schema: { type: "string" },
  },
};

export const pointersTo = (named: Record<string, Json>): Json[] =>
  Object.keys(named).map((name) => ({ $ref: `#/components/parameters/${name}` }));

export const SCHEMES: Record<string, Json> = {
  serviceKey: {
    type: "http",
    scheme: "bearer",
    bearerFormat: "msk_…",
    description: "A service’s API key; the scopes an operation requires are listed with it.",
  },
  memberToken: {
    type: "http",
    scheme: "bearer",
    bearerFormat: "JWT",
    description:
      "A member by a token of the shop’s own identity provider, where one is set up; `sub` is the externalId.",
  },
  session: {
    type: "apiKey",
    in: "cookie",
    name: "next-auth.session-token",
    description:
      "A person signed in at a browser; behind https it is `__Host-next-auth.session-token`. Writes need a same-origin Origin.",
  },
  signature: {
    type: "apiKey",
    in: "header",
    name: "webhook-signature",
    description: "Standard Webhooks: HMAC-SHA256 over id, timestamp and body.",
  },
};

export const PROBLEM: Json = {
  type: "object",
  description: "RFC 9457, with a stable code and the facts of the refusal",
  required: ["type", "title", "status", "code", "detail", "requestId"],
  properties: {
    type: { type: "string", description: "where the code is explained" },
    title: { type: "string" },
    status: { type: "integer" },
    code: { type: "string", enum: Object.keys(ERROR_STATUS) },
    detail: { type: "string", description: "in the language of Accept-Language, zh-CN by default" },
    requestId: {
      type: "string",
      description: "as in X-Request-Id; of the first call where the answer is a stored one",
    },
    errors: {
      type: "array",
      description: `each fault of the input, the first ${ERRORS_MAX} where there are more`,
      maxItems: ERRORS_MAX,
      items: {
        type: "object",
        required: ["path", "message"],
        properties: { path: { type: "string" }, message: { type: "string" } },
      },
    },
    errorsOmitted: {
      type: "integer",
      minimum: 1,
      description: "how many more faults there are; absent where all are told",
    },
  },
  additionalProperties: true,
};

/** The facts that a code's sentence tells, as they may come. */
const FACTS: Partial<Record<ErrorCode, Record<string, string | number>>> = {
  TIER_NOT_FOUND: { tierCode: "PLATINUM" },
  INSUFFICIENT_POINTS: { required: 500, available: 320, shortage: 180 },
  DEDUCTION_LIMIT_EXCEEDED: { required: 500, maxPoints: 300 },
  MEMBER_STATUS_INVALID: { memberStatus: "FROZEN" },
  COUPON_UNAVAILABLE: { reason: "MINIMUM_NOT_MET", minimumMinor: 20_000, shortageMinor: 100 },
  LIMIT_REACHED: { limit: 5 },
  HOLD_NOT_ACTIVE: { holdStatus: "RELEASED" },
  USAGE_NOT_ACTIVE: { usageStatus: "CANCELLED" },
  REFUND_EXCEEDS_PAID: { refundedMinor: 30_000, paidAmountMinor: 29_900 },
  CURRENCY_WITHOUT_RATE: { currency: "USD" },
  LINE_UNKNOWN: { orderId: "A1001", lineId: "3" },
  CHANGE_BELOW_REFUNDED: {
    orderId: "A1001",
    refundId: "R1",
    refundedMinor: 8_000,
    paidAmountMinor: 5_000,
  },
  ORDER_AWAITED: { orderId: "A1001", limit: 50 },
  BIRTHDAY_LOCKED: { changeableAt: "2027-11-20T06:30:00.000Z" },
  BODY_TOO_LARGE: { limitBytes: 1_000_000 },
  RATE_LIMIT_EXCEEDED: { retryAfterSeconds: 12 },
  SERVICE_UNAVAILABLE: { retryAfterSeconds: 2 },
};

/** The program’s by default: the document is the same wherever it is made. */
const EXAMPLE_ZONE = "Asia/Shanghai";

/** What a refusal with this code looks like. */
export function problemExample(code: ErrorCode): Json {
  const facts = FACTS[code] ?? {};
  const words = errorText("en", code, facts, () => EXAMPLE_ZONE);
  const faults = [{ path: "points", message: "Too small: expected number to be >=1" }];
  return {
    ...facts,
    type: `/api-docs#${code}`,
    title: words.title,
    status: ERROR_STATUS[code],
    code,
    detail: words.detail,
    requestId: "5e0b1c8e-3f5e-4a3c-9c55-0d6d2c2f6a11",
    ...(code === "VALIDATION_FAILED" ? { errors: faults } : {}),
  };
}
