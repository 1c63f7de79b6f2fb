/**
 * Clients as a shop would write them: each write has a key, and whatever goes wrong on the way it is
 * sent again with it, to the next server, until it is answered.
 */

import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";

const API = "/api/v1/member-system";
const ATTEMPT_MS = 5_000;
const PAUSE_MS_MAX = 1_000;
/** What says: again later. */
const AGAIN = new Set([429, 502, 503, 504]);
/** An earlier attempt with the key is still under way. */
const IN_PROGRESS = "IDEMPOTENCY_IN_PROGRESS";

/**
 * @typedef {object} Write
 * @property {string} reference names its effect in the ledger
 * @property {string} memberId
 * @property {number} points as answered
 * @property {number} ms until it was answered
 * @property {number} attempts
 * @property {string[]} heard instead of an answer, in order
 * @property {number} at when it was answered, as performance.now() counts
 */

/** @typedef {{ status: number, detail: string, reference: string }} Wrong */

/** @param {{ ports: number[], key: string, budgetMs: number }} options */
export function createClients({ ports, key, budgetMs }) {
  /** @type {Write[]} */
  const writes = [];
  /** @type {Wrong[]} */
  const wrongs = [];
  /** Asked and not answered yet: reference → member. @type {Map<string, string>} */
  const open = new Map();
  let turn = 0;
  let isOver = false;
  let isAbandoned = false;

  /**
   * @param {string} path
   * @param {Record<string, unknown>} body
   * @returns {Promise<{ json: any, ms: number, attempts: number, heard: string[] }>} the answer, however
   *   long it took
   */
  async function post(path, body) {
    const startedAt = performance.now();
    const headers = {
      authorization: `Bearer ${key}`,
      "content-type": "application/json",
      "idempotency-key": randomUUID(),
    };
    /** @type {string[]} */
    const heard = [];
    for (let attempts = 1; ; attempts += 1) {
      if (isAbandoned) throw new Error("never answered");
      const port = ports[turn++ % ports.length];
      const answer = await attempt(`http://127.0.0.1:${port}${API}${path}`, headers, body);
      const ms = performance.now() - startedAt;
      if (answer.status < 300) return { json: answer.json, ms, attempts, heard };
      heard.push(String(answer.json?.code ?? answer.status));
      const isLater = AGAIN.has(answer.status) || answer.json?.code === IN_PROGRESS;
      if (!isLater) {
        const detail = JSON.stringify(answer.json).slice(0, 300);
        wrongs.push({ status: answer.status, detail, reference: String(body.referenceId) });
        throw new Error(`${answer.status} ${detail}`);
      }
      await sleep(Math.random() * Math.min(PAUSE_MS_MAX, 50 * 2 ** attempts));
    }
  }

  /** @param {string} memberId */
  async function write(memberId) {
    const reference = `crash-${randomUUID()}`;
    const isPurchase = Math.random() < 0.5;
    const amount = 1 + Math.floor(Math.random() * 50);
    open.set(reference, memberId);
    const { json, ms, attempts, heard } = await post("/points/earn", {
      memberId,
      referenceId: reference,
      ...(isPurchase
        ? { event: "PURCHASE", amountMinor: amount * 100 }
        : { event: "CUSTOM", points: amount }),
    });
    open.delete(reference);
    writes.push({
      reference,
      memberId,
      points: json.pointsEarned,
      ms,
      attempts,
      heard,
      at: performance.now(),
    });
  }

  return {
    writes,
    wrongs,
    open,
    /** @param {number} count @returns {Promise<string[]>} ids */
    async enrol(count) {
      const ids = [];
      for (let number = 0; number < count; number += 1) {
        const { json } = await post("/members", { externalId: `crash-${randomUUID()}` });
        ids.push(String(json.memberId));
      }
      return ids;
    },
    /** Writes until it is over; what is under way then is still answered. @param {string[]} members @param {number} count */
    async run(members, count) {
      const client = async () => {
        while (!isOver) {
          const memberId = members[Math.floor(Math.random() * members.length)] ?? "";
          await write(memberId).catch(() => {});
        }
      };
      await Promise.all(Array.from({ length: count }, client));
    },
    end() {
      isOver = true;
    },
    /** Gives up what is still not answered. */
    abandon() {
      isAbandoned = true;
    },
    figures() {
      const times = writes.map(({ ms }) => ms).sort((a, b) => a - b);
      const at = (/** @type {number} */ part) =>
        Math.round(times[Math.floor(times.length * part)] ?? 0);
      const right = times.filter((ms) => ms <= budgetMs).length;
      const asked = writes.length + open.size;
      const attempts = writes.reduce((sum, one) => sum + one.attempts, 0);
      const [p50, p99] = [at(0.5), at(0.99)];
      const slowest = writes.reduce((a, b) => (a.ms > b.ms ? a : b)).heard;
      const heard = { all: tally(writes.flatMap((one) => one.heard)), slowest: tally(slowest) };
      const worst = at(1 - 1e-9);
      return { asked, right, availability: right / asked, attempts, p50, p99, worst, heard };
    },
  };
}

/**
 * @param {string} url
 * @param {Record<string, string>} headers
 * @param {unknown} body
 * @returns {Promise<{ status: number, json: any }>} 503 and why, where no answer came
 */
async function attempt(url, headers, body) {
  try {
    const signal = AbortSignal.timeout(ATTEMPT_MS);
    const response = await fetch(url, {
      method: "POST",
      headers,
      body: JSON.stringify(body),
      signal,
    });
    return { status: response.status, json: await response.json() };
  } catch (error) {
    const { name, cause } = /** @type {Error & { cause?: { code?: string } }} */ (error);
    return { status: 503, json: { code: cause?.code ?? name } };
  }
}

/** @param {string[]} words @returns {string} each with how often, most frequent first */
function tally(words) {
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  const sorted = [...counts].sort(([, a], [, b]) => b - a);
  return sorted.map(([word, count]) => `${word} ${count}`).join(", ") || "nothing";
}
