import { createHmac, hkdfSync, timingSafeEqual } from "node:crypto";
import { env } from "@/env";
import { isDuplicate } from "@/platform/db-errors";
import { DomainError } from "@/platform/errors";
import type { JobContext, JobResult } from "@/platform/jobs";
import { forgetPages } from "@/platform/retention";
import type { Work } from "@/platform/work";
import * as store from "../store/card-codes";

/**
 * The code that a member’s card shows for thirty seconds: the twelve digits of the member code and eight that
 * only we can make, for that member and those thirty seconds. Digits alone, so that scanners of bar codes
 * read them as well as those of QR codes. By real time: the test clock moves no code.
 */

export const STEP_SECONDS = 30;
/** Clocks differ, and who shows a card is not scanned at once: one step to either side is taken. */
const DRIFT_STEPS = 1;
/** How far back a code is told to have been one, so that the till knows to ask for the next. */
const FORMER_STEPS = 40;
/** Codes that a card is given at once: it goes on without a connection for so many steps. */
const AHEAD = 20;

const STEP_MS = STEP_SECONDS * 1000;
const SIGN_DIGITS = 8;
const PURPOSE = "member-system card code";
const KEPT_STEPS = 3600 / STEP_SECONDS;

export const slotAt = (ms: number) => Math.floor(ms / STEP_MS);

const roots = new Map<string, Buffer>();

function rootOf(secret: string): Buffer {
  const known = roots.get(secret);
  if (known) return known;
  const root = Buffer.from(hkdfSync("sha256", secret, "", PURPOSE, 32));
  roots.set(secret, root);
  return root;
}

/** Each member has a key of their own: what is learnt of one says nothing of another. */
function signOf(secret: string, digits: string, slot: number): string {
  const key = createHmac("sha256", rootOf(secret)).update(digits).digest();
  const moment = Buffer.alloc(8);
  moment.writeBigUInt64BE(BigInt(slot));
  const hash = createHmac("sha256", key).update(moment).digest();
  return String(hash.readUIntBE(0, 6) % 10 ** SIGN_DIGITS).padStart(SIGN_DIGITS, "0");
}

/** Example: `cardCode("M251105000123", slot)` → "25110500012384019273". */
export function cardCode(memberCode: string, slot: number, secret = env().AUTH_SECRET): string {
  const digits = memberCode.slice(1);
  return digits + signOf(secret, digits, slot);
}

/** The code of now and those of the next minutes, each with the moments from and until when it is shown. */
export function cardCodesFrom(memberCode: string, ms: number) {
  return Array.from({ length: AHEAD }, (_, step) => {
    const slot = slotAt(ms) + step;
    const [from, until] = [new Date(slot * STEP_MS), new Date((slot + 1) * STEP_MS)];
    return { code: cardCode(memberCode, slot), from, until };
  });
}

/** What a scanner read, as far as its form says. */
export const CARD_CODE = /^\d{20}$/;

/** Now first, then what is nearest to it. */
const NEAR = [0, -1, 1].filter((step) => Math.abs(step) <= DRIFT_STEPS);

/**
 * Whose code it is and of which thirty seconds.
 *
 * @throws DomainError CARD_CODE_REFUSED, reason EXPIRED or UNKNOWN
 */
export function readCardCode(
  code: string,
  ms: number,
  secrets: readonly string[] = [env().AUTH_SECRET, ...env().AUTH_SECRET_PREVIOUS],
): { memberCode: string; slot: number } {
  const [digits, sign] = [code.slice(0, -SIGN_DIGITS), Buffer.from(code.slice(-SIGN_DIGITS))];
  const now = slotAt(ms);
  const isOf = (slot: number) =>
    secrets.some((secret) => timingSafeEqual(Buffer.from(signOf(secret, digits, slot)), sign));
  const step = NEAR.find((near) => isOf(now + near));
  if (step !== undefined) return { memberCode: `M${digits}`, slot: now + step };
  const former = Array.from({ length: FORMER_STEPS }, (_, back) => now - DRIFT_STEPS - 1 - back);
  throw new DomainError("CARD_CODE_REFUSED", { reason: former.some(isOf) ? "EXPIRED" : "UNKNOWN" });
}

/**
 * Remembers that a code identified its member, in the transaction of whatever it identified them for.
 *
 * @throws DomainError CARD_CODE_REFUSED, reason USED
 */
export async function spendCardCode(
  work: Work,
  memberId: number,
  slot: number,
  now: Date,
): Promise<void> {
  try {
    await store.insertUse(work.tx, { memberId, slot, usedBy: work.actor, usedAt: now });
  } catch (error) {
    if (!isDuplicate(error, "PRIMARY")) throw error;
    throw new DomainError("CARD_CODE_REFUSED", { reason: "USED" });
  }
}

/** Uses are remembered for an hour; a code is taken for a minute and a half. */
export function pruneCardCodes(context: JobContext): Promise<JobResult> {
  const before = slotAt(Date.now()) - KEPT_STEPS;
  return forgetPages(context, (limit) => store.forgetUses(before, limit));
}
