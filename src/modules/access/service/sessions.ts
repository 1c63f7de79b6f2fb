import { randomBytes } from "node:crypto";
import { invariant } from "@/platform/errors";
import type { JobContext, JobResult } from "@/platform/jobs";
import type { Network } from "@/platform/network";
import { forgetPages, keptSince } from "@/platform/retention";
import type { Work } from "@/platform/work";
import { claimGuestOrders } from "../../guests/service/claim";
import { canonicalEmail, isPlaceholder } from "../rules/email";
import { SESSION_DAYS } from "../rules/roles";
import { HOUR_SECONDS } from "../rules/sign-in";
import type { ArrivedBy } from "../schema";
import * as store from "../store/sessions";
import { lockCounts } from "../store/sign-in-counts";
import { memberOfUser } from "../store/users";
import { type Counter, counterId, tally } from "./sign-in-counts";

/** How somebody came in, and from where. */
export interface Arrival {
  by: ArrivedBy;
  network: Network;
  /** What the browser calls itself. */
  userAgent?: string | null;
}

/**
 * Opens a session of somebody who has just proven who they are, and tells the audit log.
 */
export async function signIn(
  work: Work,
  userId: number,
  { by, network, userAgent = null }: Arrival,
): Promise<string> {
  const user = await memberOfUser(work.tx, userId);
  const counter: Counter = {
    id: counterId("SIGNED_IN", String(userId)),
    kind: "SIGNED_IN",
    seconds: HOUR_SECONDS,
    target: `user:${userId}`,
    memberId: user?.memberId,
  };
  const now = new Date();
  const row = (await lockCounts(work.tx, [counter], now)).get(counter.id);
  invariant(row, "a counter that was locked is there");
  const after = { by, network: network.near };
  if (user?.memberId != null) {
    await claimGuestOrders(work, user.memberId, addressesOf(user), true);
  }
  tally(work, row, counter, { action: "access.signIn", after, now });
  return openSession(work, userId, { openedBy: by, userAgent, network: network.near });
}

/** All of a member's are proven; who signs in elsewhere has a placeholder instead. */
function addressesOf({ email, phone }: { email: string; phone: string | null }): string[] {
  const proven = isPlaceholder(email) ? null : canonicalEmail(email);
  return [proven, phone].filter((address) => address !== null);
}

const FROM_NOWHERE = { openedBy: null, userAgent: null, network: null };

/** Opens a session; its id goes into the encrypted cookie. */
export async function openSession(
  work: Work,
  userId: number,
  from: Pick<store.SessionRow, "openedBy" | "userAgent" | "network"> = FROM_NOWHERE,
): Promise<string> {
  const id = randomBytes(32).toString("base64url");
  const createdAt = new Date();
  const expiresAt = new Date(createdAt.getTime() + SESSION_DAYS * 24 * 3600 * 1000);
  await store.insertSession(work, { id, userId, createdAt, expiresAt, ...from });
  return id;
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
