import createClient from "openapi-fetch";
import { problemIn } from "./problem";
import type { components, paths } from "./schema";
import { signatureOf } from "./signature";

export { Problem, type ProblemCode } from "./problem";

/** Shapes that have a name in the document: `Schema<"Profile">`. */
export type Schema<Name extends keyof components["schemas"]> = components["schemas"][Name];

/** What the shop tells: ORDER_COMPLETED, ORDER_REFUNDED and the others. */
export type ShopEvent =
  paths["/webhooks/events"]["post"]["requestBody"]["content"]["application/json"];

export interface Options {
  /** Where the product runs, `https://members.shop.example`. */
  url: string;
  /** A service’s API key (`msk_…`) or a member’s token; both go as a bearer. */
  token?: string;
  /** Signs events; whoever sends none needs none. */
  webhookSecret?: string;
  /** Of names and refusals. */
  language?: "zh-CN" | "en";
  /** How often a call is tried again that nobody answered or that was asked to wait. Default 3. */
  retries?: number;
  fetch?: typeof fetch;
}

const PREFIX = "/api/v1/member-system";
const PAUSE_MS = 200;

/** Refusals that say “later”: the same call may succeed without any change to it. */
async function isForLater(response: Response): Promise<boolean> {
  if (response.status === 429 || response.status === 503) return true;
  if (response.status !== 409) return false;
  const problem = (await response.clone().json()) as { code?: string };
  return problem.code === "IDEMPOTENCY_IN_PROGRESS";
}

/** As long as the answer asks for, or twice as long with each attempt, never all at one moment. */
function pauseMs(response: Response | undefined, attempt: number): number {
  const retryAfterMs = Number(response?.headers.get("retry-after") ?? 0) * 1000;
  return retryAfterMs + PAUSE_MS * 2 ** attempt * (0.5 + Math.random());
}

/**
 * Sends every POST under an Idempotency-Key of its own, so that trying again can never do a thing
 * twice; reading and PUT may be repeated anyway.
 */
function retrying(send: typeof fetch, retries: number) {
  return async (request: Request): Promise<Response> => {
    const isKeyed = request.headers.has("idempotency-key") || request.headers.has("webhook-id");
    if (request.method === "POST" && !isKeyed) {
      request.headers.set("idempotency-key", crypto.randomUUID());
    }
    for (let attempt = 0; ; attempt++) {
      const isLast = attempt >= retries;
      let response: Response | undefined;
      try {
        response = await send(request.clone());
        if (isLast || !(await isForLater(response))) return response;
      } catch (error) {
        if (isLast || request.signal.aborted) throw error;
      }
      const wait = pauseMs(response, attempt);
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
  };
}

/**
 * The API by its paths: `await answer(api.POST("/points/use", { body }))`. A refusal is thrown as a
 * `Problem`.
 */
export function memberSystem(options: Options) {
  const { url, token, language, webhookSecret, retries = 3 } = options;
  const api = createClient<paths>({
    baseUrl: `${url.replace(/\/$/, "")}${PREFIX}`,
    fetch: retrying(options.fetch ?? fetch, retries),
    headers: {
      ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
      ...(language === undefined ? {} : { "Accept-Language": language }),
    },
  });
  api.use({
    async onResponse({ response }) {
      if (!response.ok) throw await problemIn(response);
    },
  });

  /** Tells of an order, a refund, a review. `id` names the message: use it again to send it again. */
  async function sendEvent(event: ShopEvent, id: string = crypto.randomUUID()) {
    if (webhookSecret === undefined) throw new Error("webhookSecret is needed to send events");
    const signature = await signatureOf(webhookSecret, { id, body: JSON.stringify(event) });
    return answer(
      // The signature takes the place of a token.
      api.POST("/webhooks/events", {
        body: event,
        params: { header: signature },
        headers: { Authorization: null },
      }),
    );
  }

  return { ...api, sendEvent };
}

/** What a call answered; a refusal was thrown before. */
export async function answer<T>(call: Promise<{ data?: T; response: Response }>): Promise<T> {
  const { data, response } = await call;
  if (data === undefined) throw new Error(`${response.url} answered nothing`);
  return data;
}
