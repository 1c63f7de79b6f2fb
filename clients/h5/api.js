// @ts-check
/** @import { MemberApi, Settings } from "../typescript/member" */

/** What the API refused, by its stable code; NETWORK where nobody answered. */
export class Refusal extends Error {
  /**
   * @param {number} status
   * @param {{ code?: string, title?: string, detail?: string }} problem
   */
  constructor(status, problem) {
    super(problem.detail ?? problem.title ?? "");
    this.status = status;
    this.code = problem.code ?? "NETWORK";
    this.facts = problem;
    /** Whether it is known that nothing was done; else only the same key tells. */
    this.isFinal = status >= 400 && status < 500 && this.code !== "IDEMPOTENCY_IN_PROGRESS";
  }
}

const PREFIX = "/api/v1/member-system";
const TIMEOUT_MS = 10_000;

/**
 * The member's calls, over fetch.
 *
 * @param {Settings} settings
 * @returns {MemberApi}
 */
export function memberApi({ url, token, language = "zh-CN" }) {
  /**
   * @param {string} method
   * @param {string} path
   * @param {{ body?: object, key?: string }} given
   * @param {boolean} isRefused
   * @returns {Promise<Response>}
   */
  async function send(method, path, { body, key }, isRefused) {
    /** @type {Record<string, string>} */
    const headers = {
      Authorization: `Bearer ${await token(isRefused)}`,
      "Accept-Language": language,
    };
    if (body) headers["Content-Type"] = "application/json";
    if (key) headers["Idempotency-Key"] = key;
    return fetch(`${url}${PREFIX}${path}`, {
      method,
      headers,
      signal: AbortSignal.timeout(TIMEOUT_MS),
      credentials: "omit",
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
  }

  /**
   * @param {string} method
   * @param {string} path
   * @param {{ body?: object, key?: string }} [given]
   */
  async function call(method, path, given = {}) {
    try {
      let answer = await send(method, path, given, false);
      if (answer.status === 401) answer = await send(method, path, given, true);
      const said = await answer.json();
      if (!answer.ok) throw new Refusal(answer.status, said);
      return said;
    } catch (error) {
      throw error instanceof Refusal ? error : new Refusal(0, {});
    }
  }

  const page = (/** @type {string | null | undefined} */ cursor) =>
    `?limit=20${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ""}`;

  return {
    profile: () => call("GET", "/profile"),
    cardCodes: () => call("GET", "/profile/card-codes"),
    history: (cursor) => call("GET", `/points/transactions${page(cursor)}`),
    rewards: (cursor) => call("GET", `/rewards${page(cursor)}`),
    redeem: (body, key) => call("POST", "/points/redeem", { body, key }),
    redemptions: () => call("GET", `/redemptions${page(null)}`),
    checkInDays: () => call("GET", "/check-in"),
    checkIn: () => call("POST", "/check-in", { body: {} }),
    quote: (body) => call("POST", "/checkout/quote", { body }),
    hold: (body) => call("POST", "/points/holds", { body }),
    release: (holdId) => call("POST", `/points/holds/${holdId}/release`, { body: {} }),
    handoff: (to) => call("POST", "/sessions/handoff", { body: { to } }),
  };
}
