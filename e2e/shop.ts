import { Webhook } from "standardwebhooks";
import { API, demo, isPhone, operator, type SignIn, shopper, signIn } from "./support";
import { type APIRequestContext, expect, type Page, type TestInfo } from "./test";

/** What the shop around the membership does in these tests: its services and its operators. */

/**
 * A friend whom the demo's gold shopper invited, for tests that write: each project has its own.
 *
 * @param pair first: has an order already; the others: none yet
 */
export function friend(info: TestInfo, pair: 1 | 2 | 3 | 4): SignIn {
  const name = `friend-${pair * 2 - (isPhone(info) ? 1 : 0)}`;
  const { password } = shopper("gold");
  const email = `${name}@demo.test`;
  return { role: "member", email, password, memberId: null, externalId: `demo-${name}` };
}

/** An event of the shop's other services, signed as Standard Webhooks says. */
export async function sendEvent(
  request: APIRequestContext,
  type: string,
  data: Record<string, unknown>,
): Promise<void> {
  const id = `msg_${type}_${Date.now()}_${Math.round(Math.random() * 1e9)}`;
  const now = new Date();
  const body = JSON.stringify({ type, timestamp: now.toISOString(), data });
  const answer = await request.post(`${API}/webhooks/events`, {
    data: body,
    headers: {
      "content-type": "application/json",
      "webhook-id": id,
      "webhook-timestamp": String(Math.floor(now.getTime() / 1000)),
      "webhook-signature": new Webhook(demo().webhookSecret).sign(id, now, body),
    },
  });
  expect(answer.ok(), `${type}: ${await answer.text()}`).toBe(true);
}

/** An order that was paid just now. */
export async function sendOrder(
  request: APIRequestContext,
  externalId: string | null,
  yuan: number,
): Promise<string> {
  const orderId = `e2e-${Date.now()}-${Math.round(Math.random() * 1e9)}`;
  const paidAt = new Date().toISOString();
  const order = { externalId, orderId, paidAmountMinor: yuan * 100, paidAt };
  await sendEvent(request, "ORDER_COMPLETED", order);
  return orderId;
}

/** A call of the shop's service with its key; the answer's body. */
export async function asService(
  request: APIRequestContext,
  path: string,
  data: Record<string, unknown>,
): Promise<Record<string, unknown>> {
  const answer = await request.post(`${API}${path}`, {
    data,
    headers: {
      authorization: `Bearer ${demo().serviceKey}`,
      "idempotency-key": crypto.randomUUID(),
    },
  });
  expect(answer.ok(), `${path}: ${await answer.text()}`).toBe(true);
  return answer.json();
}

/** A procedure of the console, called by a signed-in operator on a page of their own. */
export async function asOperator(
  page: Page,
  procedure: string,
  input: Record<string, unknown>,
): Promise<Record<string, unknown>> {
  const desk = await page.context().browser()?.newContext();
  if (!desk) throw new Error("the page has no browser");
  const console = await desk.newPage();
  await signIn(console, operator());
  const answer = await console.request.post(`/api/trpc/${procedure}`, {
    data: input,
    headers: { origin: demo().url },
  });
  expect(answer.ok(), `${procedure}: ${await answer.text()}`).toBe(true);
  const { result } = await answer.json();
  await desk.close();
  return result.data;
}
