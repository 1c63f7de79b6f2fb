import { createHash, randomBytes } from "node:crypto";
import { env } from "@/env";
import type { MemberRef } from "@/platform/auth";
import type { Tx } from "@/platform/db";
import type { JobContext, JobResult } from "@/platform/jobs";
import { forgetPages } from "@/platform/retention";
import type { Ask } from "@/platform/trpc";
import type { Work } from "@/platform/work";
import { accountIdOfMember, accountOfMember } from "../../access/service/accounts";
import { deviceOf, handedOver, knowsAccount } from "../../access/service/devices";
import { requireNotClosed } from "../../members/rules";
import { findMember, lockMember } from "../../members/service/members";
import * as store from "../store/handoffs";

/**
 * Coming from the shop's own pages signed in: a link that opens a page of ours once, within a minute. Its
 * code stands behind the `#`, where neither a server's log nor a referrer has it, and where whoever only
 * looks at the link beforehand does not use it up. By real time: the test clock moves no link.
 */

export const HANDOFF_SECONDS = 60;
/** Of a link that is used up or too old nobody asks after a day. */
const KEPT_MS = 24 * 3_600_000;
const CODE_BYTES = 32;
const CODE = /^[\w-]{43}$/;

const idOf = (code: string) => createHash("sha256").update(code).digest("hex");

/** @throws DomainError MEMBER_NOT_FOUND, MEMBER_STATUS_INVALID (closed) */
export async function handOff(
  work: Work,
  ref: MemberRef,
  to: string,
): Promise<{ link: string; expiresAt: Date }> {
  const member = await lockMember(work, ref);
  requireNotClosed(member.status);
  const code = randomBytes(CODE_BYTES).toString("base64url");
  const expiresAt = new Date(Date.now() + HANDOFF_SECONDS * 1000);
  await store.insertHandoff(work, { id: idOf(code), memberId: member.id, expiresAt });
  work.audit({ action: "sessions.handOff", memberId: member.id });
  const link = new URL("/handoff", env().APP_URL);
  link.searchParams.set("to", to);
  link.hash = code;
  return { link: link.href, expiresAt };
}

/**
 * The account of whoever brings a link's code, made where the member has none; null for a code that was
 * never given, is used up or too old.
 *
 * @throws DomainError AUTHENTICATION_REQUIRED (disabled)
 */
export async function accountByHandoff(
  work: Work,
  code: string,
  now = new Date(),
): Promise<number | null> {
  if (!CODE.test(code)) return null;
  const memberId = await store.memberOfHandoff(work.tx, idOf(code));
  if (memberId === undefined) return null;
  // First the member, as whoever closes them does.
  const member = await lockMember(work, { memberId });
  const isTheirs = await store.spendHandoff(work, idOf(code), now);
  if (!isTheirs || member.status === "CLOSED") return null;
  const name = member.nickname ?? member.memberCode;
  return accountOfMember(work, { id: member.id, name, email: null });
}

/**
 * Whom a link would sign in, and whether this browser came in by one as them before; uses up nothing. Null
 * for a link that opens nothing. It is told to whoever has the code, who could come in by it just as well.
 */
export async function lookAtHandoff(
  ask: Ask,
  code: string,
  now = new Date(),
): Promise<{ name: string; isKnownHere: boolean } | null> {
  if (!CODE.test(code)) return null;
  const memberId = await store.memberOfHandoff(ask.db, idOf(code), now);
  const member = memberId === undefined ? undefined : await findMember(ask.db, { memberId });
  if (!member || member.status === "CLOSED") return null;
  const [userId, device] = await Promise.all([
    accountIdOfMember(ask.db, member.id),
    deviceOf(ask.cookies ?? ""),
  ]);
  const isKnownHere =
    userId !== null && device !== null && knowsAccount(device, handedOver(userId));
  return { name: member.nickname ?? member.memberCode, isKnownHere };
}

export function forgetHandoffs(tx: Tx, memberId: number): void {
  store.deleteHandoffsOf(tx, memberId);
}

export async function pruneHandoffs(context: JobContext): Promise<JobResult> {
  const before = new Date(Date.now() - KEPT_MS);
  return forgetPages(context, (limit) => store.deleteExpiredHandoffs(before, limit));
}
