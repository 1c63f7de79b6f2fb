import { DomainError } from "@/platform/errors";
import type { Ask } from "@/platform/trpc";
import type { Work } from "@/platform/work";
import { browserOf } from "../rules/browser";
import { isPlaceholder } from "../rules/email";
import { SESSION_DAYS, STAFF_IDLE_HOURS } from "../rules/roles";
import { endPassesOf } from "../store/passes";
import * as store from "../store/sessions";
import { userById } from "../store/users";
import { entersByCode } from "./enter";

const SHOWN_MAX = 50;
const HOUR_MS = 3600_000;

/**
 * Where somebody is signed in, and how they can be reached: about themself alone. A session's id is its
 * key, so it is not told.
 *
 * @throws DomainError AUTHENTICATION_REQUIRED
 */
export async function ownSessions(ask: Ask) {
  const { userId, sessionId } = ask.caller;
  const user = userId === null ? undefined : await userById(ask.db, userId);
  if (!user) throw new DomainError("AUTHENTICATION_REQUIRED");
  const now = new Date();
  const idleHours = user.role === "member" ? SESSION_DAYS * 24 : STAFF_IDLE_HOURS;
  const seenSince = new Date(now.getTime() - idleHours * HOUR_MS);
  const open = await store.openSessions(ask.db, user.id, { now, seenSince, limit: SHOWN_MAX });
  const items = open.map((session) => ({
    isCurrent: session.id === sessionId,
    openedBy: session.openedBy,
    ...browserOf(session.userAgent),
    network: session.network,
    openedAt: session.createdAt,
    lastSeenAt: user.role === "member" ? null : session.lastSeenAt,
  }));
  return {
    items,
    hasPassword: user.passwordHash !== null,
    setsByCode: entersByCode(user),
    email: isPlaceholder(user.email) ? null : user.email,
    phone: user.phone,
  };
}

/**
 * Ends every other session of whoever calls, at once, and what would open another without a new proof.
 *
 * @throws DomainError AUTHENTICATION_REQUIRED
 */
export async function endOtherSessions(work: Work): Promise<{ ended: number }> {
  const { userId, sessionId, memberId } = work.caller;
  if (userId === null || sessionId === null) throw new DomainError("AUTHENTICATION_REQUIRED");
  endPassesOf(work.tx, userId);
  const ended = await store.revokeOtherSessions(work, userId, sessionId, new Date());
  const target = `user:${userId}`;
  work.audit({ action: "access.endOtherSessions", target, memberId, after: { ended } });
  return { ended };
}
