import type { RestAnswer, RestRequest } from "./exchange";

/**
 * Pages of other origins that may call the API. They bring a token or key of their own: nothing is
 * ever allowed with cookies, so a page elsewhere can't act as whoever is signed in here.
 */

const HEADERS_TAKEN = "Authorization, Content-Type, Idempotency-Key, Accept-Language";
const HEADERS_SHOWN = "X-Request-Id, RateLimit, RateLimit-Policy, Retry-After, Idempotent-Replayed";
const PREFLIGHT_SECONDS = 600;
/** As a setting: pages of any origin, for a shop with storefronts that nobody lists. */
const EVERY_ORIGIN = "*";

function originOf(request: RestRequest, allowed: readonly string[]): string | null {
  const origin = request.headers.get("origin");
  if (origin === null) return null;
  return allowed.includes(origin) || allowed.includes(EVERY_ORIGIN) ? origin : null;
}

/** The answer to a browser's question in advance; undefined where it asks none that we answer. */
export function preflight(
  request: RestRequest,
  methods: readonly string[],
  allowed: readonly string[],
): RestAnswer | undefined {
  const isPreflight = request.headers.has("access-control-request-method");
  if (request.method !== "OPTIONS" || !isPreflight || originOf(request, allowed) === null) {
    return undefined;
  }
  const headers = {
    "Access-Control-Allow-Methods": methods.join(", "),
    "Access-Control-Allow-Headers": HEADERS_TAKEN,
    "Access-Control-Max-Age": String(PREFLIGHT_SECONDS),
  };
  return { status: 204, headers, body: "" };
}

/** Lets pages of the allowed origins read the answer; others get it without a word about it. */
export function withCors(
  answer: RestAnswer,
  request: RestRequest,
  allowed: readonly string[],
): RestAnswer {
  if (allowed.length === 0) return answer;
  // Also without an origin: a cache must not hand this answer to a page that has one.
  const vary = [answer.headers.Vary, "Origin"].filter((name) => name !== undefined).join(", ");
  const headers: Record<string, string> = { ...answer.headers, Vary: vary };
  const origin = originOf(request, allowed);
  if (origin !== null) {
    headers["Access-Control-Allow-Origin"] = origin;
    headers["Access-Control-Expose-Headers"] = HEADERS_SHOWN;
  }
  return { ...answer, headers };
}
