// @ts-check
/** @import { MemberApi, Settings } from "../typescript/member" */
/** @import { Request, RequestAnswer } from "./wx" */

/** What the API refused, by its stable code; NETWORK where nobody answered. */
export class Refusal extends Error {
  /**
   * @param {number} status
   * @param {{ code?: string, title?: string, detail?: string }} problem
   */
  constructor(status, problem) {
    super(problem.detail || problem.title || "");
    this.status = status;
    this.code = problem.code || "NETWORK";
    this.facts = problem;
    /** Whether it is known that nothing was done; else only the same key tells. */
    this.isFinal = status >= 400 && status < 500 && this.code !== "IDEMPOTENCY_IN_PROGRESS";
  }
}

const PREFIX = "/api/v1/member-system";
const TIMEOUT_MS = 10_000;

/**
 * The member's calls, over wx.request.
 *
 * @param {Settings & { request: Request }} settings `request` is wx.request
 * @returns {MemberApi}
 */
export function memberApi({ url, token, language = "zh-CN", request }) {
  /**
   * @param {"GET" | "POST"} method
   * @param {string} path
   * @param {{ body?: object, key?: string }} given
   * @param {boolean} isRefused
   * @returns {Promise<RequestAnswer>}
   */
  async function send(method, path, { body, key }, isRefused) {
    /** @type {Record<string, string>} */
    const header = {
      Authorization: `Bearer ${await token(isRefused)}`,
      "Accept-Language": language,
    };
    if (body) header["Content-Type"] = "application/json";
    if (key) header["Idempotency-Key"] = key;
    return new Promise((resolve, reject) => {
      request({
        url: `${url}${PREFIX}${path}`,
        method,
        header,
        data: body && JSON.stringify(body),
        dataType: "json",
        timeout: TIMEOUT_MS,
        success: resolve,
        fail: () => reject(new Refusal(0, {})),
      });
    });
  }

  /**
   * @param {"GET" | "POST"} method
   * @param {string} path
   * @param {{ body?: object, key?: string }} [given]
   */
  async function call(method, path, given = {}) {
    let answer = await send(method, path, given, false);
    if (answer.statusCode === 401) answer = await send(method, path, given, true);
    const { statusCode } = answer;
    // wx parses application/json and gives other kinds as text.
    const data = parsed(answer.data);
    if (statusCode < 200 || statusCode > 299) throw new Refusal(statusCode, data || {});
    return data;
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

/** @param {unknown} data */
function parsed(data) {
  if (typeof data !== "string") return data;
  try {
    return JSON.parse(data);
  } catch {
    // A proxy's page.
    return null;
  }
}
