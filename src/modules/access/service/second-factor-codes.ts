import { DomainError } from "@/platform/errors";
import type { Ask } from "@/platform/trpc";
import type { Work } from "@/platform/work";
import { sendLater } from "../../sending/service/messages";
import { appCodeOf, recoveryCodeOf } from "../rules/second-factor";
import { FACTOR_TRIES } from "../rules/sign-in";
import * as store from "../store/second-factors";
import { cameInWith, deviceOfSession } from "../store/sessions";
import { type UserRow, userById } from "../store/users";
import { contactOfUser } from "./accounts";
import { networkOfAsk, refuseUntil } from "./codes";
import type { Device } from "./devices";
import { guessed } from "./guesses";
import { openSecret, recoveryHash, stepOf } from "./totp";
import { giveTryBack, type Trying, takeTry, tellFailure } from "./tries";

/** Codes of the second factor: judged, and used once among all processes. */

const NOTICE_MS = 24 * 3600 * 1000;

function refuseCode(): never {
  throw new DomainError("VALIDATION_FAILED", {}, [{ path: "code", message: "wrong or used" }]);
}

/** What a code that was judged right uses up. */
export type Factor = { user: UserRow } & ({ step: number } | { recovery: string });

/** Null for a wrong code, and for one that was used. */
async function judge(ask: Ask, user: UserRow, typed: string): Promise<Factor | null> {
  const factor = await store.findFactor(ask.db, user.id);
  const [code, recovery] = [appCodeOf(typed), recoveryCodeOf(typed)];
  if (!factor) return null;
  if (code !== null) {
    const secret = openSecret(factor.sealed);
    const step = secret === null ? null : stepOf(secret, code, new Date());
    return step === null || step <= factor.lastStep ? null : { user, step };
  }
  if (recovery === null) return null;
  const hash = recoveryHash(user.id, recovery);
  return (await store.isOpenRecoveryCode(ask.db, user.id, hash)) ? { user, recovery: hash } : null;
}

/** Of whoever is signed in. @throws DomainError RATE_LIMIT_EXCEEDED, VALIDATION_FAILED at `code` */
export async function judgeOwn(ask: Ask, user: UserRow, code: string): Promise<Factor> {
  let factor: Factor | null = null;
  const isRight = async () => {
    factor = await judge(ask, user, code);
    return factor !== null;
  };
  await guessed(ask, `FACTOR ${user.id}`, isRight);
  return factor ?? refuseCode();
}

/** The browser, where the account came in whole with it before. */
async function knownDevice(ask: Ask, userId: number): Promise<Device | null> {
  const { sessionId } = ask.caller;
  const factor = await store.findFactor(ask.db, userId);
  const id = sessionId === null ? null : await deviceOfSession(ask.db, sessionId);
  if (id === null || !factor) return null;
  const isKnown = await cameInWith(ask.db, userId, id, factor.createdAt);
  return isKnown ? { id, accounts: [] } : null;
}

/**
 * The code of whoever owes one, counted before it is looked at. Who has the password is no known browser
 * yet: that is who came in whole before, so whoever stole one uses up nobody's tries.
 *
 * @throws DomainError AUTHENTICATION_REQUIRED, RATE_LIMIT_EXCEEDED, VALIDATION_FAILED at `code`
 */
export async function prepareFactor(ask: Ask, { code }: { code: string }): Promise<Factor> {
  const { owes } = ask.caller;
  const user = owes?.factor === "CODE" ? await userById(ask.db, owes.userId) : undefined;
  if (!user) throw new DomainError("AUTHENTICATION_REQUIRED");
  const device = await knownDevice(ask, user.id);
  const trying: Trying = { account: `factor ${user.id}`, network: networkOfAsk(ask), device };
  const now = new Date();
  const taken = await takeTry(FACTOR_TRIES, trying, now);
  if ("spent" in taken) return refuseUntil(taken.until, now);
  const factor = await judge(ask, user, code);
  if (!factor) {
    await tellFailure(trying, user, now);
    return refuseCode();
  }
  await giveTryBack(taken.charges, trying, now);
  return factor;
}

/** Of two that use a code at once the second is refused. @throws DomainError VALIDATION_FAILED at `code` */
export async function spendFactor(work: Work, factor: Factor): Promise<void> {
  const { user } = factor;
  if ("step" in factor) {
    if (!(await store.takeStep(work.tx, user.id, factor.step))) refuseCode();
    return;
  }
  const now = new Date();
  if (!(await store.takeRecoveryCode(work.tx, user.id, factor.recovery, now))) refuseCode();
  const left = await store.recoveryCodesLeft(work.tx, user.id);
  work.audit({ action: "access.recoveryCodeUsed", target: `user:${user.id}`, after: { left } });
  const contact = contactOfUser(user);
  if (!contact) return;
  const expiresAt = new Date(now.getTime() + NOTICE_MS);
  sendLater(work, { ...contact, kind: "RECOVERY_CODE_USED", memberId: null, expiresAt });
}
