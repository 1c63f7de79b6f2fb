import { randomUUID } from "node:crypto";
import { Webhook } from "standardwebhooks";
import { env } from "@/env";
import type { Scope } from "@/modules/access/schema/access";
import { createKey, keySecret } from "@/modules/access/service/keys";
import { ANONYMOUS } from "@/platform/auth";
import { runWork } from "@/platform/work";
import { restDoor } from "@/trpc/doors";
import * as bare from "./floor";

/** Acts by the REST door, as a shop's services ask for them. */

export const origin = (actor: string) => ({
  caller: { ...ANONYMOUS, kind: "service" as const, actor },
  requestId: randomUUID(),
});

export async function ask(
  method: string,
  path: string,
  headers: Record<string, string>,
  body = "",
): Promise<void> {
  const { pathname, searchParams } = new URL(path, "http://bench/");
  const answer = await restDoor()({
    method,
    path: pathname.slice(1),
    search: searchParams,
    headers: new Headers({ "content-type": "application/json", ...headers }),
    remoteAddress: "127.0.0.1",
    readBody: async () => Buffer.from(body),
  });
  if (answer.status !== 200) throw new Error(`${method} ${path}: ${answer.status} ${answer.body}`);
}

export async function keyFor(scope: Scope): Promise<{ authorization: string }> {
  const secret = keySecret();
  const key = { name: "bench", secret, scopes: [scope], ratePerMinute: null };
  await runWork(origin("system"), null, (work) => createKey(work, key));
  return { authorization: `Bearer ${secret}` };
}

const webhook = new Webhook(env().WEBHOOK_SECRETS.split(" ")[0] ?? "");

export function orderEvent(member: number): Promise<void> {
  const now = new Date();
  const orderId = bare.unused("ours");
  const data = {
    externalId: `bulk-${member}`,
    orderId,
    paidAmountMinor: 1000,
    paidAt: now.toISOString(),
  };
  const event = { type: "ORDER_COMPLETED", timestamp: now.toISOString(), data };
  const body = JSON.stringify(event);
  const signed = {
    "webhook-id": `msg_${orderId}`,
    "webhook-timestamp": String(Math.floor(now.getTime() / 1000)),
    "webhook-signature": webhook.sign(`msg_${orderId}`, now, body),
  };
  return ask("POST", "webhooks/events", signed, body);
}
