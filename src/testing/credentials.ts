import { randomBytes, randomUUID } from "node:crypto";
import { encode } from "next-auth/jwt";
import { Webhook } from "standardwebhooks";
import { env } from "@/env";
import { type Role, type Scope, scope } from "@/modules/access/schema/access";
import { createUser } from "@/modules/access/service/accounts";
import { createKey } from "@/modules/access/service/keys";
import { openSession } from "@/modules/access/service/sessions";
import { transaction } from "@/platform/db";
import { at, SYSTEM } from "./actors";
import { WEBHOOK_SECRET } from "./database";
import { fresh } from "./factories";

/** What callers show at the door, made as the product makes it. */

export interface NewKey {
  scopes?: readonly Scope[];
  ratePerMinute?: number | null;
}

export async function serviceKey({ scopes = scope.options, ratePerMinute = null }: NewKey = {}) {
  const secret = `msk_${randomBytes(24).toString("base64url")}`;
  const key = { name: "test", secret, scopes, ratePerMinute };
  const id = await at(new Date(), (work) => createKey(work, key));
  return { id, secret, actor: `service:${id}`, headers: { authorization: `Bearer ${secret}` } };
}

export const PASSWORD = "correct horse battery staple";

export async function account(role: Role, memberId: number | null = null) {
  const email = `${fresh("p").toLowerCase()}@shop.example`;
  const user = { email, password: PASSWORD, name: "Test", role, memberId };
  return { id: await at(new Date(), (work) => createUser(work, user), SYSTEM), email };
}

/** A signed-in browser: its session row and the cookie that names it. */
export async function signedIn(role: Role, memberId: number | null = null) {
  const user = await account(role, memberId);
  const sessionId = await at(new Date(), (work) => openSession(work, user.id));
  const cookie = await cookieOf(sessionId);
  return { ...user, sessionId, cookie, headers: { cookie } };
}

export async function cookieOf(sessionId: string, secret = env().AUTH_SECRET): Promise<string> {
  return `next-auth.session-token=${await encode({ token: { sid: sessionId }, secret })}`;
}

/** Sets a column of a row aside from the product, such as the moment a key ends. */
export async function changeRow(sql: string, values: (string | number | Date)[]): Promise<void> {
  const { affectedRows } = await transaction((tx) => tx.write(sql, values));
  if (affectedRows !== 1) throw new Error(`${affectedRows} rows changed`);
}

export interface Signature {
  id?: string;
  secret?: string;
  signedAt?: Date;
}

/** The three headers of a message, as the public library signs it. */
export function signatureOf(body: string, wanted: Signature = {}): Record<string, string> {
  const { id = `msg_${randomUUID()}`, secret = WEBHOOK_SECRET, signedAt = new Date() } = wanted;
  return {
    "webhook-id": id,
    "webhook-timestamp": String(Math.floor(signedAt.getTime() / 1000)),
    "webhook-signature": new Webhook(secret).sign(id, signedAt, body),
  };
}
