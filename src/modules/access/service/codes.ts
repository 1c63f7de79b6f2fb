import { createHash, createHmac, randomBytes, randomInt, timingSafeEqual } from "node:crypto";
import { env } from "@/env";
import { DomainError } from "@/platform/errors";
import type { JobContext, JobResult } from "@/platform/jobs";
import { type Network, networkOf } from "@/platform/network";
import { forgetPages } from "@/platform/retention";
import type { Ask } from "@/platform/trpc";
import { runWork, type Work, type WorkOrigin } from "@/platform/work";
import type { MessageKind } from "../../sending/schema";
import { sendLater } from "../../sending/service/messages";
import { type Contact, maskedContact, type Purpose } from "../rules/contact";
import { ASKED_CODES, CODE_TRIES } from "../rules/sign-in";
import * as store from "../store/codes";
import { pruneEndedPasses } from "../store/passes";
import { pruneUsedChallenges } from "../store/passkeys";
import { lockCounts, saveCount } from "../store/sign-in-counts";
import { memberOfUser } from "../store/users";
import { type Device, deviceOf, knowsAccount } from "./devices";
import { countSending } from "./sent-limits";
import { begun, type Counter, counterId } from "./sign-in-counts";
import { giveTryBack, type Owner, type Trying, takeTry, tellFailure } from "./tries";

/**
 * Six-digit codes. A code is worth something only with the ticket of the browser that asked for it, so
 * nobody guesses at another's code, uses up its guesses or makes it worthless: decision 51.
 */

export const CODE_MINUTES = 10;
export const CODE_GUESSES = 5;
/** A right code may be shown again where the act was refused for something else. */
export const CODE_JUDGEMENTS = 10;
export const RESEND_SECONDS = 60;
const MINUTE_MS = 60_000;
/** Of a message that has no code in it. */
const NOTICE_MINUTES = 24 * 60;

export function networkOfAsk({ remoteAddress = "" }: WorkOrigin): Network {
  return networkOf(remoteAddress);
}

function keyed(...parts: readonly string[]): string {
  return createHmac("sha256", env().AUTH_SECRET)
    .update(JSON.stringify(["one-time code", ...parts]))
    .digest("hex");
}

/** What is kept of a ticket or a pass: whoever reads the table has none. */
export function hashOfToken(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}

export function newToken(): string {
  return randomBytes(32).toString("base64url");
}

/** Where somebody asks for a code or guesses at one. */
interface Whence {
  network: Network;
  /** The browser, where the account signed in with it before. */
  device: Device | null;
}

async function whenceOf(ask: Ask, address: string | undefined): Promise<Whence> {
  const device = await deviceOf(ask.cookies ?? "");
  const isKnown = device !== null && address !== undefined && knowsAccount(device, address);
  return { network: networkOfAsk(ask), device: isKnown ? device : null };
}

/** @throws DomainError RATE_LIMIT_EXCEEDED */
export function refuseUntil(until: Date, now: Date): never {
  const retryAfterSeconds = Math.max(1, Math.ceil((until.getTime() - now.getTime()) / 1000));
  throw new DomainError("RATE_LIMIT_EXCEEDED", { retryAfterSeconds });
}

/**
 * Counts that somebody asks for a code, before anything is looked up. Who asks again too soon is told
 * when they may, whether there is such an account or not.
 *
 * @throws DomainError RATE_LIMIT_EXCEEDED
 */
export async function countAsking(ask: Ask, purpose: Purpose, contact: Contact): Promise<void> {
  const now = new Date();
  const whence = await whenceOf(ask, contact.address);
  const { network, device } = whence;
  // A browser that is known waits behind itself alone, not behind everybody of its network.
  const from = device?.id ?? network.near;
  const slot: Counter = {
    id: counterId("RESEND", purpose, contact.address, from),
    kind: "RESEND",
    seconds: RESEND_SECONDS,
  };
  const soonest = await runWork(ask, null, async (work) => {
    const [row] = [...(await lockCounts(work.tx, [slot], now)).values()].map(
      (found) => begun(found, slot, now).row,
    );
    if (!row || row.used > 0) return row?.endsAt ?? now;
    saveCount(work.tx, { ...row, used: 1 });
    return null;
  });
  if (soonest) refuseUntil(soonest, now);
  const taken = await takeTry(ASKED_CODES, { account: contact.address, ...whence }, now);
  if ("spent" in taken) refuseUntil(taken.until, now);
  const until = await countSending(ask, contact, whence, now);
  if (until) refuseUntil(until, now);
}

export interface Asked {
  purpose: Purpose;
  contact: Contact;
  /** The ticket of the code that it takes the place of, where its browser has one. */
  instead: string | undefined;
  /** Whose account it would open or change. */
  owner: Owner | null;
  /** Whose address it is, where that is another's: they are written to. */
  receiver?: Owner;
  /** What is sent to the address: a code, something else, or nothing. */
  sends: MessageKind | null;
}

/** Writes a code and what is sent; the same rows and the same answer for everybody but for the message. */
export function writeCode(work: Work, asked: Asked) {
  const { purpose, contact, instead, owner, sends, receiver = owner } = asked;
  const ticket = newToken();
  const [id, createdAt] = [hashOfToken(ticket), new Date()];
  const code = String(randomInt(1_000_000)).padStart(6, "0");
  const isSent = sends?.endsWith("_CODE") ?? false;
  if (instead !== undefined) {
    store.endCode(work.tx, { id: hashOfToken(instead), purpose, address: contact.address });
  }
  store.insertCode(work.tx, {
    ...contact,
    id,
    purpose,
    userId: owner?.id ?? null,
    // Where none is sent none is right.
    codeHash: isSent ? keyed(id, code) : keyed(id, newToken()),
    createdAt,
    expiresAt: new Date(createdAt.getTime() + CODE_MINUTES * MINUTE_MS),
  });
  if (sends) {
    const minutes = isSent ? CODE_MINUTES : NOTICE_MINUTES;
    const expiresAt = new Date(createdAt.getTime() + minutes * MINUTE_MS);
    const facts = isSent ? { facts: { code, minutes } } : {};
    const memberId = receiver?.memberId ?? null;
    sendLater(work, { ...contact, kind: sends, memberId, ...facts, expiresAt });
  }
  return {
    ticket,
    sentTo: maskedContact(contact),
    resendAfterSeconds: RESEND_SECONDS,
    expiresInSeconds: CODE_MINUTES * 60,
    isInMailbox: env().MEMBER_SYSTEM_ENV === "development",
  };
}

export interface Proof {
  ticket: string;
  code: string;
}

function refuseCode(): never {
  const errors = [{ path: "code", message: "wrong, used or expired" }];
  throw new DomainError("VALIDATION_FAILED", {}, errors);
}

/**
 * Whether a code is right, before the act that it is used for. Wrong, expired, used and never sent are
 * one answer. A wrong guess is counted on the code, and on account and network; a right one on the code
 * alone, so that a mailbox of one's own buys few looks at passwords.
 *
 * @throws DomainError RATE_LIMIT_EXCEEDED, VALIDATION_FAILED at `code`
 */
export async function judgeCode(
  ask: Ask,
  purpose: Purpose,
  { ticket, code }: Proof,
): Promise<store.CodeRow> {
  const [id, now] = [hashOfToken(ticket), new Date()];
  const known = await store.findCode(ask.db, id);
  const whence = await whenceOf(ask, known?.address);
  const trying: Trying = { account: known?.address ?? id, ...whence };
  const taken = await takeTry(CODE_TRIES, trying, now);
  if ("spent" in taken) refuseUntil(taken.until, now);
  const given = Buffer.from(keyed(id, code));
  const right = await runWork(ask, null, async (work) => {
    const row = await store.lockCode(work.tx, id);
    const isOpen = row && isUnspent(row) && isLiving(row, purpose, now);
    const isRight = timingSafeEqual(given, Buffer.from(row?.codeHash ?? keyed(id, ticket)));
    if (isOpen && !isRight) store.countTry(work.tx, id);
    if (isOpen && isRight) store.countJudgement(work.tx, id);
    return isOpen && isRight ? row : null;
  });
  if (!right) {
    await tellFailure(trying, known ? await ownerOf(ask, known) : undefined, now);
    return refuseCode();
  }
  await giveTryBack(taken.charges, trying, now);
  return right;
}

/** With their member, so that what the audit log has of them is erased with the member. */
async function ownerOf(ask: Ask, { userId }: store.CodeRow): Promise<Owner | undefined> {
  if (userId === null) return undefined;
  const user = await memberOfUser(ask.db, userId);
  return user && { id: userId, memberId: user.memberId };
}

function isUnspent({ tries, judged }: store.CodeRow): boolean {
  return tries < CODE_GUESSES && judged < CODE_JUDGEMENTS;
}

function isLiving(row: store.CodeRow, purpose: Purpose, now: Date): boolean {
  return row.usedAt === null && row.expiresAt > now && row.purpose === purpose;
}

/**
 * Uses a code that was judged right, in the act it is used for: of two that use it at once the second
 * is refused, and an act that is undone leaves it to be used.
 *
 * @throws DomainError VALIDATION_FAILED at `code`
 */
export async function spendCode(work: Work, judged: store.CodeRow): Promise<void> {
  const now = new Date();
  const row = await store.lockCode(work.tx, judged.id);
  if (!row || !isLiving(row, judged.purpose, now)) refuseCode();
  store.markUsed(work.tx, judged.id, now);
}

/** Forgets codes, passes and challenges that have ended. */
export async function pruneCodes(context: JobContext): Promise<JobResult> {
  const now = new Date();
  const codes = await forgetPages(context, (limit) => store.pruneEndedCodes(now, limit));
  const passes = await forgetPages(context, (limit) => pruneEndedPasses(now, limit));
  const challenges = await forgetPages(context, (limit) => pruneUsedChallenges(now, limit));
  return { handled: codes.handled + passes.handled + challenges.handled };
}
