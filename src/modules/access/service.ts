import { createHash, randomBytes } from "node:crypto";
import { hash, verify } from "@node-rs/argon2";
import { decode } from "next-auth/jwt";
import { Webhook } from "standardwebhooks";
import { env } from "@/env";
import { ANONYMOUS, type Caller } from "@/platform/auth";
import { DomainError } from "@/platform/errors";
import { log } from "@/platform/log";
import type { Work } from "@/platform/work";

export { normalEmail } from "./rules";

import { normalEmail, permissionsOf, RATE_PER_MINUTE, SESSION_DAYS } from "./rules";
import type { Permission, Role, Scope } from "./schema";
import * as store from "./store";

/** The cookie of next-auth; the `__Secure-` one is used behind https. */
export const SESSION_COOKIES = ["__Secure-next-auth.session-token", "next-auth.session-token"];

interface Credentials {
  headers: Headers;
  signedBody?: Uint8Array;
}

/**
 * Who sent a request: a signed message, a service key, or a signed-in person; else a stranger.
 * Credentials that are there but not valid are refused, never taken for a stranger's. A cookie that
 * ended is a stranger's: browsers keep sending it.
 *
 * @throws DomainError AUTHENTICATION_REQUIRED
 */
export async function authenticate(credentials: Credentials): Promise<Caller> {
  if (credentials.signedBody) return signedCaller(credentials.headers, credentials.signedBody);
  const authorization = credentials.headers.get("authorization");
  if (authorization !== null) return bearer(authorization);
  const sessionId = await sessionOf(credentials.headers.get("cookie") ?? "");
  return sessionId === null ? ANONYMOUS : person(sessionId);
}

/** Signed as Standard Webhooks says, with any of the secrets valid now. */
function signedCaller(headers: Headers, body: Uint8Array): Caller {
  const secrets = env()
    .WEBHOOK_SECRETS.split(/\s+/)
    .filter((secret) => secret !== "");
  const text = new TextDecoder().decode(body);
  const names = ["webhook-id", "webhook-timestamp", "webhook-signature"];
  const signature = Object.fromEntries(names.map((name) => [name, headers.get(name) ?? ""]));
  const valid = secrets.some((secret) => {
    try {
      new Webhook(secret).verify(text, signature, { jsonParse: false });
      return true;
    } catch {
      return false; // the next secret may fit
    }
  });
  if (!valid) throw new DomainError("AUTHENTICATION_REQUIRED");
  return {
    ...ANONYMOUS,
    kind: "service",
    actor: "webhook",
    grants: new Set(["signature:webhook"]),
  };
}

const TOUCH_MS = 60_000;

function secretHash(secret: string): string {
  return createHash("sha256").update(secret).digest("hex");
}

async function bearer(authorization: string): Promise<Caller> {
  const [scheme, token] = authorization.split(" ");
  if (scheme?.toLowerCase() !== "bearer" || !token?.startsWith("msk_")) {
    throw new DomainError("AUTHENTICATION_REQUIRED");
  }
  const now = new Date();
  const key = await store.keyByHash(secretHash(token), now);
  if (!key) throw new DomainError("AUTHENTICATION_REQUIRED");
  if ((key.lastUsedAt?.getTime() ?? 0) < now.getTime() - TOUCH_MS) {
    store.touchKey(key.id, now).catch((err: unknown) => log().warn({ err }, "key not touched"));
  }
  return {
    ...ANONYMOUS,
    kind: "service",
    actor: `service:${key.id}`,
    grants: new Set(key.scopes.split(" ")),
    ratePerMinute: key.ratePerMinute,
  };
}

async function sessionOf(cookies: string): Promise<string | null> {
  for (const part of cookies.split(";")) {
    const [name, ...value] = part.trim().split("=");
    if (!SESSION_COOKIES.includes(name ?? "")) continue;
    // A cookie of another secret or one cut short is no session; next-auth throws on both.
    const claims = await decode({ token: value.join("="), secret: env().AUTH_SECRET }).catch(
      () => null,
    );
    if (typeof claims?.sid === "string") return claims.sid;
  }
  return null;
}

async function person(sessionId: string): Promise<Caller> {
  const user = await store.userOfSession(sessionId, new Date());
  if (!user) return ANONYMOUS;
  const self = user.role === "member" ? user.memberId : null;
  return {
    kind: user.role,
    actor: user.role === "member" ? `member:${user.memberId}` : `${user.role}:${user.id}`,
    userId: user.id,
    memberId: self,
    sessionId,
    grants: new Set<string>(permissionsOf(user.role)),
    ratePerMinute: RATE_PER_MINUTE[user.role],
  };
}

export interface Me {
  role: Role;
  actor: string;
  email: string;
  name: string;
  memberId: string | null;
  permissions: Permission[];
}

export async function whoAmI(caller: Caller): Promise<Me | null> {
  if (caller.sessionId === null) return null;
  const user = await store.userOfSession(caller.sessionId, new Date());
  if (!user) return null;
  return {
    role: user.role,
    actor: caller.actor,
    email: user.email,
    name: user.name,
    memberId: user.memberId === null ? null : String(user.memberId),
    permissions: [...permissionsOf(user.role)],
  };
}

/** OWASP's parameters for argon2id (the library's default kind): 19 MiB, two passes, one lane. */
const ARGON = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Verified against when there is no such account, so that both answers take the same time. */
let decoy: Promise<string> | undefined;

/** The user of an address and password, or undefined; which of the two was wrong is not told. */
export async function verifyPassword(email: string, password: string) {
  const user = await store.userByEmail(normalEmail(email));
  decoy ??= hash("nobody’s password", ARGON);
  const right = await verify(user?.passwordHash ?? (await decoy), password);
  return right && user?.passwordHash ? user : undefined;
}

/** Opens a session; its id goes into the encrypted cookie. */
export async function openSession(work: Work, userId: number): Promise<string> {
  const id = randomBytes(32).toString("base64url");
  const createdAt = new Date();
  const expiresAt = new Date(createdAt.getTime() + SESSION_DAYS * 24 * 3600 * 1000);
  await store.insertSession(work, { id, userId, createdAt, expiresAt });
  return id;
}

/** Ends the caller's own session at once, whatever cookies are still around. */
export async function signOut(work: Work): Promise<{ signedOut: boolean }> {
  const { sessionId } = work.caller;
  if (sessionId !== null) await store.revokeSession(work, sessionId, new Date());
  return { signedOut: sessionId !== null };
}

export interface NewUser {
  email: string;
  password: string;
  name: string;
  role: Role;
  memberId: number | null;
}

/** @throws DomainError VALIDATION_FAILED when the address has an account */
export async function createUser(work: Work, user: NewUser): Promise<number> {
  const email = normalEmail(user.email);
  if (await store.emailTaken(work.tx, email)) {
    throw new DomainError("VALIDATION_FAILED", {}, [{ path: "email", message: "has an account" }]);
  }
  const passwordHash = await hash(user.password, ARGON);
  const { name, role, memberId } = user;
  work.audit({ action: "access.createUser", target: `${role}:${email}`, memberId });
  return store.insertUser(work, {
    email,
    passwordHash,
    name,
    role,
    memberId,
    createdAt: new Date(),
  });
}

/** Stores a service key; only its hash is kept. */
export async function createKey(
  work: Work,
  key: { name: string; secret: string; scopes: readonly Scope[]; ratePerMinute: number | null },
): Promise<number> {
  const id = await store.insertKey(work, {
    name: key.name,
    prefix: key.secret.slice(0, 12),
    secretHash: secretHash(key.secret),
    scopes: key.scopes.join(" "),
    ratePerMinute: key.ratePerMinute,
    expiresAt: null,
    createdAt: new Date(),
  });
  work.audit({
    action: "access.createKey",
    target: `service:${id}`,
    after: { scopes: key.scopes },
  });
  return id;
}

/** Ends a key at once; false where there is none to end. */
export async function revokeKey(work: Work, keyId: number): Promise<boolean> {
  const revoked = await store.revokeKey(work, keyId, new Date());
  if (revoked) work.audit({ action: "access.revokeKey", target: `service:${keyId}` });
  return revoked;
}
