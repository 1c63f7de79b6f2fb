import { TRPCError } from "@trpc/server";
import { env } from "@/env";
import { errorText } from "@/i18n/error-text";
import type { Locale } from "./context";
import { isDatabaseAway } from "./db-errors";
import { asDomainError, DomainError, type ErrorCode, type Facts, type FieldError } from "./errors";
import { log } from "./log";

/** The answer to a refusal as RFC 9457 has it, the same through every door. */
export interface Problem extends Record<string, unknown> {
  type: string;
  title: string;
  status: number;
  code: ErrorCode;
  detail: string;
  requestId: string;
  errors?: readonly FieldError[];
  /** How many more faults there are. */
  errorsOmitted?: number;
}

/** What tRPC's own door refuses before a procedure is reached. */
const DOOR_CODE: Partial<Record<TRPCError["code"], ErrorCode>> = {
  PARSE_ERROR: "VALIDATION_FAILED",
  BAD_REQUEST: "VALIDATION_FAILED",
  NOT_FOUND: "NOT_FOUND",
  METHOD_NOT_SUPPORTED: "METHOD_NOT_ALLOWED",
  PAYLOAD_TOO_LARGE: "BODY_TOO_LARGE",
  UNSUPPORTED_MEDIA_TYPE: "UNSUPPORTED_MEDIA_TYPE",
};

/** Turns whatever was thrown into a refusal; what nobody foresaw is logged and becomes a bare 500. */
export function refusalOf(error: unknown, requestId: string): DomainError {
  const known = asDomainError(error);
  if (known) {
    if (known.status >= 500) log().warn({ requestId, err: known.cause ?? known }, known.domainCode);
    return known;
  }
  const code = error instanceof TRPCError ? DOOR_CODE[error.code] : undefined;
  if (code !== undefined) return new DomainError(code, {}, [], error);
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
  if (isDatabaseAway(cause)) {
    log().warn({ requestId, err: cause }, "database is away");
    return new DomainError("SERVICE_UNAVAILABLE", { retryAfterSeconds: 2 }, [], cause);
  }
  log().error({ requestId, err: cause }, "unforeseen failure");
  return new DomainError("INTERNAL_ERROR");
}

export function problemOf(refusal: DomainError, locale: Locale, requestId: string): Problem {
  const { domainCode: code, facts, errors, status } = refusal;
  const words = errorText(locale, code, facts, () => env().PROGRAM_TIMEZONE);
  const problem: Problem = {
    // First, so that a fact never stands in the place of what every problem has.
    ...(facts satisfies Facts),
    type: `/api-docs#${code}`,
    title: words.title,
    status,
    code,
    detail: words.detail,
    requestId: refusal.replayOf ?? requestId,
  };
  if (errors.length > 0) problem.errors = errors;
  if (refusal.errorsOmitted > 0) problem.errorsOmitted = refusal.errorsOmitted;
  return problem;
}

export const PROBLEM_TYPE = "application/problem+json; charset=utf-8";

/** Headers that a refusal brings with it. */
export function problemHeaders(refusal: DomainError): Record<string, string> {
  const headers: Record<string, string> = {};
  const wait = refusal.facts.retryAfterSeconds;
  if (typeof wait === "number") headers["Retry-After"] = String(wait);
  if (refusal.status === 401) headers["WWW-Authenticate"] = "Bearer";
  if (typeof refusal.facts.allow === "string") headers.Allow = refusal.facts.allow;
  if (refusal.replayOf !== undefined) headers["Idempotent-Replayed"] = "true";
  return headers;
}
