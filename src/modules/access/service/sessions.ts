import { randomBytes } from "node:crypto";
import type { Reader } from "@/platform/db";
import { DomainError, invariant } from "@/platform/errors";
import type { JobContext, JobResult } from "@/platform/jobs";
import type { Network } from "@/platform/network";
import { forgetPages, keptSince } from "@/platform/retention";
import type { Work } from "@/platform/work";
import { claimGuestOrders } from "../../guests/service/claim";
import { canonicalEmail, isPlaceholder } from "../rules/email";
import { SESSION_DAYS } from "../rules/roles";
import { OWING_MINUTES, type Owed, owedBy } from "../rules/second-factor";
import { HOUR_SECONDS } from "../rules/sign-in";
import type { ArrivedBy } from "../schema/access";
import { factorFacts } from "../store/second-factors";
import * as store from "../store/sessions";
import { lockCounts } from "../store/sign-in-counts";
import { lockUser } from "../store/users";
import { type Counter, counterId, tally } from "./sign-in-counts";

/** How somebody came in, and from where. */
export interface Arrival {
  by: ArrivedBy;
  network: Network;
  /** What the browser calls itself. */
  userAgent?: string | null;
  /** The browser, where it is known by its cookie. */
  device?: string | null;
}

/**
 * Opens a session of somebody who has just proven who they are, and tells the audit log. Under the lock of
 * the account: a new password, set at the same moment, ends this session or is seen here. Of staff it may
 * owe a second factor, by whichever way they came: it opens nothing before that is given.
 *
 * @param passwordHash of the password that was looked at, where one was
 * @returns null where the account is disabled or gone by now, or has another password
 */
export async function signIn(
  work: Work,
  userId: number,
  { by, network, userAgent = null, device = null }: Arrival,
  passwordHash?: string | null,
): Promise<string | null> {
  const user = await lockUser(work.tx, userId);
  if (!user || (passwordHash !== undefined && user.passwordHash !== passwordHash)) return null;
  const counter: Counter = {
    id: counterId("SIGNED_IN", String(userId)),
    kind: "SIGNED_IN",
    seconds: HOUR_SECONDS,
    target: `user:${userId}`,
    memberId: user.memberId,
  };
  const now = new Date();
  const row = (await lockCounts(work.tx, [counter], now)).get(counter.id);
  invariant(row, "a counter that was locked is there");
  const owes = await owedAt(work.tx, userId, by);
  const after = { by, network: network.near, ...(owes && { owes }) };
  if (user.memberId !== null) {
    await claimGuestOrders(work, user.memberId, addressesOf(user), true);
  }
  tally(work, row, counter, { action: "access.signIn", after, now });
  const from = { openedBy: by, userAgent, network: network.near, device };
  return openSession(work, userId, from, owes);
}

/** All of a member's are proven; who signs in elsewhere has a placeholder instead. */
function addressesOf({ email, phone }: { email: string; phone: string | null }): string[] {
  const proven = isPlaceholder(email) ? null : canonicalEmail(email);
  return [proven, phone].filter((address) => address !== null);
}

async function owedAt(db: Reader, userId: number, by: ArrivedBy): Promise<Owed | null> {
  const facts = await factorFacts(db, userId);
  return facts ? owedBy(facts, by) : null;
}

const FROM_NOWHERE = { openedBy: null, userAgent: null, network: null, device: null };

export const sessionEnd = (now: Date) => new Date(now.getTime() + SESSION_DAYS * 24 * 3600 * 1000);
/** A session that owes something is of no use for long. */
export const owingEnd = (now: Date) => new Date(now.getTime() + OWING_MINUTES * 60_000);

/** Opens a session; its id goes into the encrypted cookie. */
export async function openSession(
  work: Work,
  userId: number,
  from: Pick<store.SessionRow, "openedBy" | "userAgent" | "network"> & {
    device: string | null;
  } = FROM_NOWHERE,
  owes: Owed | null = null,
): Promise<string> {
  const id = randomBytes(32).toString("base64url");
  const createdAt = new Date();
  const expiresAt = owes === null ? sessionEnd(createdAt) : owingEnd(createdAt);
  await store.insertSession(work, { id, userId, createdAt, expiresAt, owes, ...from });
  return id;
}

/**
 * For what opens the account from then on: whoever was thrown out while it was on its way gets no other way in.
 *
 * @throws DomainError AUTHENTICATION_REQUIRED: the caller's session has ended meanwhile
 */
export async function requireSession({ tx, caller }: Work): Promise<void> {
  if (caller.sessionId === null) return;
  if (await store.holdSession(tx, caller.sessionId, new Date())) return;
  throw new DomainError("AUTHENTICATION_REQUIRED");
}

/** Ends the caller's own session at once, whatever cookies are still around. */
export async function signOut(work: Work): Promise<{ signedOut: boolean }> {
  const { sessionId } = work.caller;
  if (sessionId !== null) await store.revokeSession(work, sessionId, new Date());
  return { signedOut: sessionId !== null };
}

/** Forgets sessions that ended long ago. */
export async function pruneSessions(context: JobContext): Promise<JobResult> {
  const before = keptSince("RETAIN_SESSIONS_DAYS");
  if (before === null) return { handled: 0 };
  return forgetPages(context, (limit) => store.deleteEndedSessions(before, limit));
}
