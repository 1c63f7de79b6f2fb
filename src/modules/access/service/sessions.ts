import { randomBytes } from "node:crypto";
import type { JobContext, JobResult } from "@/platform/jobs";
import { forgetPages, keptSince } from "@/platform/retention";
import type { Work } from "@/platform/work";
import { SESSION_DAYS } from "../rules";
import * as store from "../store/sessions";

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

/** Forgets sessions that ended long ago. */
export async function pruneSessions(context: JobContext): Promise<JobResult> {
  const before = keptSince("RETAIN_SESSIONS_DAYS");
  if (before === null) return { handled: 0 };
  return forgetPages(context, (limit) => store.deleteEndedSessions(before, limit));
}
