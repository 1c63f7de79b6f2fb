import { TRPCError } from "@trpc/server";
import { boundedErrors, boundedFacts } from "./bounds";

/** The stable codes of the contract and the HTTP status each stands for. */
export const ERROR_STATUS = {
  MEMBER_NOT_FOUND: 404,
  TIER_NOT_FOUND: 404,
  BENEFIT_NOT_FOUND: 404,
  ACTIVITY_NOT_FOUND: 404,
  REWARD_NOT_FOUND: 404,
  HOLD_NOT_FOUND: 404,
  ORDER_NOT_FOUND: 404,
  TRANSACTION_NOT_FOUND: 404,
  USAGE_NOT_FOUND: 404,
  REDEMPTION_NOT_FOUND: 404,
  ADDRESS_NOT_FOUND: 404,
  COUPON_NOT_FOUND: 404,
  NOT_FOUND: 404,
  INSUFFICIENT_POINTS: 409,
  DEDUCTION_LIMIT_EXCEEDED: 409,
  MEMBER_STATUS_INVALID: 409,
  DUPLICATE_REFERENCE: 409,
  INVALID_TIER_CHANGE: 409,
  BENEFIT_UNAVAILABLE: 409,
  COUPON_UNAVAILABLE: 409,
  ACTIVITY_UNAVAILABLE: 409,
  ALREADY_JOINED: 409,
  ALREADY_CHECKED_IN: 409,
  OUT_OF_STOCK: 409,
  REWARD_UNAVAILABLE: 409,
  REDEMPTION_STATUS_INVALID: 409,
  CARRIER_UNKNOWN: 409,
  TRACKING_CODE_UNUSUAL: 409,
  TRACKING_CODE_TAKEN: 409,
  LIMIT_REACHED: 409,
  HOLD_NOT_ACTIVE: 409,
  USAGE_NOT_ACTIVE: 409,
  REFUND_EXCEEDS_PAID: 409,
  LINE_UNKNOWN: 409,
  CHANGE_BELOW_REFUNDED: 409,
  CURRENCY_WITHOUT_RATE: 409,
  ORDER_AWAITED: 409,
  BIRTHDAY_LOCKED: 409,
  EXTERNAL_ID_TAKEN: 409,
  PHONE_TAKEN: 409,
  PHONE_AMBIGUOUS: 409,
  CARD_CODE_REFUSED: 409,
  MERGE_REFUSED: 409,
  VERSION_CONFLICT: 409,
  APPROVAL_WAITING: 409,
  BATCH_REPEATED: 409,
  IDEMPOTENCY_IN_PROGRESS: 409,
  VALIDATION_FAILED: 400,
  AUTHENTICATION_REQUIRED: 401,
  PERMISSION_DENIED: 403,
  SIGN_IN_AGAIN: 403,
  METHOD_NOT_ALLOWED: 405,
  BODY_TOO_LARGE: 413,
  UNSUPPORTED_MEDIA_TYPE: 415,
  IDEMPOTENCY_KEY_REUSED: 422,
  RATE_LIMIT_EXCEEDED: 429,
  INTERNAL_ERROR: 500,
  SERVICE_UNAVAILABLE: 503,
} as const;

export type ErrorCode = keyof typeof ERROR_STATUS;

const TRPC_CODE = {
  400: "BAD_REQUEST",
  401: "UNAUTHORIZED",
  403: "FORBIDDEN",
  404: "NOT_FOUND",
  405: "METHOD_NOT_SUPPORTED",
  409: "CONFLICT",
  413: "PAYLOAD_TOO_LARGE",
  415: "UNSUPPORTED_MEDIA_TYPE",
  422: "UNPROCESSABLE_CONTENT",
  429: "TOO_MANY_REQUESTS",
  500: "INTERNAL_SERVER_ERROR",
  503: "SERVICE_UNAVAILABLE",
} as const;

/** What a caller needs to know about a refusal: numbers, names and instants as text. */
export type Facts = Record<string, string | number | boolean | null>;
/** As a service names them; instants become text. */
export type RefusalFacts = Record<string, Facts[string] | Date>;

export interface FieldError {
  path: string;
  message: string;
}

/**
 * A refusal with a stable code. It is a TRPCError, so that tRPC and REST answer with the same status
 * and there is no second table. However much there is to say, what it says stays short.
 */
export class DomainError extends TRPCError {
  readonly status: number;
  readonly facts: Facts;
  /** The first faults; of the others only their number is told. */
  readonly errors: readonly FieldError[];
  readonly errorsOmitted: number;
  /** The request that was first answered so, when this answer is a stored one. */
  replayOf: string | undefined;

  constructor(
    readonly domainCode: ErrorCode,
    facts: RefusalFacts = {},
    errors: readonly FieldError[] = [],
    cause?: unknown,
  ) {
    const status = ERROR_STATUS[domainCode];
    super({ code: TRPC_CODE[status], message: domainCode, cause });
    this.name = "DomainError";
    this.status = status;
    this.facts = boundedFacts(facts);
    this.errors = boundedErrors(errors);
    this.errorsOmitted = errors.length - this.errors.length;
  }
}

/** An error whose message is a sentence of ours with nothing of anybody in it, so that it may be logged. */
export class OwnError extends Error {
  override name = "OwnError";
}

/** An impossible state: a 500 and a line in the log, never a quiet fix. */
export function invariant(condition: unknown, what: string): asserts condition {
  if (!condition) throw new OwnError(`invariant broken: ${what}`);
}

/** The refusal behind anything thrown, or undefined for what nobody foresaw. */
export function asDomainError(error: unknown): DomainError | undefined {
  if (error instanceof DomainError) return error;
  if (error instanceof TRPCError && error.cause instanceof DomainError) return error.cause;
  return undefined;
}
