import { createHmac, timingSafeEqual } from "node:crypto";
import { Webhook } from "standardwebhooks";
import { env } from "@/env";
import { ANONYMOUS, type Caller } from "@/platform/auth";
import { DomainError } from "@/platform/errors";
import { log } from "@/platform/log";
import { isPlaceholder } from "../rules/email";
import { permissionsOf, RATE_PER_MINUTE, STAFF_IDLE_HOURS } from "../rules/roles";
import type { Permission, Role } from "../schema/access";
import { keyByHash, touchKey } from "../store/keys";
import { touchSession } from "../store/sessions";
import { userOfSession } from "../store/users";
import { openCookies, sessionCookieName } from "./cookies";
import { secretHash } from "./keys";

export { sessionCookieName } from "./cookies";

/** Requests a minute of a member, however they are known. */
export const MEMBER_RATE_PER_MINUTE = RATE_PER_MINUTE.member;

export interface Credentials {
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
  if (sessionId === null) return ANONYMOUS;
  return person(sessionId, credentials.headers.get(UNATTENDED) === null);
}

/** Signed as Standard Webhooks says, with any of the secrets valid now. */
function signedCaller(headers: Headers, body: Uint8Array): Caller {
  const secrets = env()
    .WEBHOOK_SECRETS.split(/\s+/)
    .filter((secret) => secret !== "");
  const names = ["webhook-id", "webhook-timestamp", "webhook-signature"] as const;
  const signature = Object.fromEntries(names.map((name) => [name, headers.get(name) ?? ""]));
  const valid = secrets.some((secret) => {
    try {
      if (!fits(secret, signature as Record<(typeof names)[number], string>, body)) return false;
      new Webhook(secret).verify(new TextDecoder().decode(body), signature, { jsonParse: false });
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

/**
 * Whether a signature is the secret's, whenever it was made. Asked first, because anybody may send the
 * largest body there is: the library's own hash, in JavaScript, takes far longer.
 */
function fits(
  secret: string,
  headers: Record<"webhook-id" | "webhook-timestamp" | "webhook-signature", string>,
  body: Uint8Array,
): boolean {
  const key = Buffer.from(secret.replace(/^whsec_/, ""), "base64");
  const about = `${headers["webhook-id"]}.${headers["webhook-timestamp"]}.`;
  const hash = createHmac("sha256", key).update(about);
  const expected = Buffer.from(`v1,${hash.update(body).digest("base64")}`);
  return headers["webhook-signature"].split(" ").some((one) => {
    const candidate = Buffer.from(one);
    return candidate.length === expected.length && timingSafeEqual(candidate, expected);
  });
}

const TOUCH_MS = 60_000;

async function bearer(authorization: string): Promise<Caller> {
  const [scheme, token] = authorization.split(" ");
  if (scheme?.toLowerCase() !== "bearer" || !token?.startsWith("msk_")) {
    throw new DomainError("AUTHENTICATION_REQUIRED");
  }
  const now = new Date();
  const key = await keyByHash(secretHash(token), now);
  if (!key) throw new DomainError("AUTHENTICATION_REQUIRED");
  if ((key.lastUsedAt?.getTime() ?? 0) < now.getTime() - TOUCH_MS) {
    touchKey(key.id, now).catch((err: unknown) => log().warn({ err }, "key not touched"));
  }
  return {
    ...ANONYMOUS,
    kind: "service",
    actor: `service:${key.id}`,
    personId: key.personId,
    grants: new Set(key.scopes.split(" ")),
    ratePerMinute: key.ratePerMinute,
    pointsPerDayMax: key.pointsPerDayMax,
  };
}

async function sessionOf(cookies: string): Promise<string | null> {
  for (const { sid } of await openCookies(cookies, sessionCookieName())) {
    if (typeof sid === "string") return sid;
  }
  return null;
}

/** Our pages send it with what they ask by themselves while nobody touches them. */
const UNATTENDED = "x-unattended";

function userOf(sessionId: string, now: Date) {
  return userOfSession(sessionId, now, new Date(now.getTime() - STAFF_IDLE_HOURS * 3600_000));
}

async function person(sessionId: string, isAttended: boolean): Promise<Caller> {
  const now = new Date();
  const user = await userOf(sessionId, now);
  if (!user) return ANONYMOUS;
  if (user.owes !== null) {
    return { ...ANONYMOUS, sessionId, owes: { userId: user.id, factor: user.owes } };
  }
  const isOfStaff = user.role !== "member";
  if (isAttended && isOfStaff && (user.lastSeenAt?.getTime() ?? 0) < now.getTime() - TOUCH_MS) {
    touchSession(sessionId, now).catch((err: unknown) =>
      log().warn({ err }, "session not touched"),
    );
  }
  const self = user.role === "member" ? user.memberId : null;
  return {
    ...ANONYMOUS,
    kind: user.role,
    actor: user.role === "member" ? `member:${user.memberId}` : `${user.role}:${user.id}`,
    userId: user.id,
    personId: user.role === "member" ? null : (user.answeredForBy ?? user.id),
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
  memberId: number | null;
  permissions: Permission[];
}

export async function whoAmI(caller: Caller): Promise<Me | null> {
  if (caller.sessionId === null) return null;
  const user = await userOf(caller.sessionId, new Date());
  if (!user || user.owes !== null) return null;
  return {
    role: user.role,
    actor: caller.actor,
    email: isPlaceholder(user.email) ? (user.phone ?? "") : user.email,
    name: user.name,
    memberId: user.memberId,
    permissions: [...permissionsOf(user.role)],
  };
}
