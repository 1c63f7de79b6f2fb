import { env } from "@/env";
import { DomainError } from "@/platform/errors";
import { SecretBox } from "@/platform/secret-box";
import type { Ask } from "@/platform/trpc";
import type { Work } from "@/platform/work";
import { sendLater } from "../../sending/service/messages";
import { isDemanded, OWING_MINUTES } from "../rules/second-factor";
import { endPassesOf } from "../store/passes";
import { endPasskeysOf } from "../store/passkeys";
import * as store from "../store/second-factors";
import {
  indebtSession,
  revokeOtherSessions,
  revokeSessionsOf,
  settleSession,
} from "../store/sessions";
import { lockUser, staffNow, type UserRow, userById } from "../store/users";
import { contactOfUser } from "./accounts";
import { confirmPassword } from "./own-password";
import { type Factor, judgeOwn, spendFactor } from "./second-factor-codes";
import { owingEnd, requireSession, sessionEnd } from "./sessions";
import { staffSignIn } from "./staff-sign-in";
import { newRecoveryCodes, newSecret, otpauthUri, recoveryHash, sealSecret, stepOf } from "./totp";

/** The second factor of staff: set up, taken off, replaced, and taken away by an admin: decision 55. */

const NOTICE_MS = 24 * 3600 * 1000;

function refuse(path: string, message: string): never {
  throw new DomainError("VALIDATION_FAILED", {}, [{ path, message }]);
}

/** Whoever owes one, or is signed in: of the staff alone. */
async function staffAccount(ask: Ask): Promise<UserRow> {
  const { owes, userId } = ask.caller;
  const id = owes?.factor === "ENROLMENT" ? owes.userId : userId;
  const user = id === null ? undefined : await userById(ask.db, id);
  if (!user) throw new DomainError("AUTHENTICATION_REQUIRED");
  if (user.role === "member") throw new DomainError("PERMISSION_DENIED");
  return user;
}

/** What is owed at the browser, and by whom; null where nothing is. */
export async function whatIsOwed(ask: Ask) {
  const { owes } = ask.caller;
  const user = owes && (await userById(ask.db, owes.userId));
  return user ? { factor: owes.factor, name: user.name } : null;
}

/** Of whoever is signed in; shoppers have none. */
export async function ownSecondFactor(ask: Ask) {
  const { userId, kind } = ask.caller;
  if (userId === null || kind === "member") return null;
  const [factor, left, { secondFactorFor: demand }] = await Promise.all([
    store.findFactor(ask.db, userId),
    store.recoveryCodesLeft(ask.db, userId),
    staffSignIn(ask.db),
  ]);
  const role = kind === "admin" ? kind : "operator";
  return {
    since: factor?.createdAt ?? null,
    recoveryCodesLeft: left,
    isDemanded: isDemanded({ role, demand }),
  };
}

const offers = () => new SecretBox(env().AUTH_SECRET, "second factors on offer");

/** What an app is set up with. Nothing is kept before a code of it was shown. */
export async function prepareSecret(ask: Ask) {
  const user = await staffAccount(ask);
  if (await store.findFactor(ask.db, user.id)) throw new DomainError("VERSION_CONFLICT");
  const secret = newSecret();
  const until = Date.now() + OWING_MINUTES * 60_000;
  const offer = offers().seal(JSON.stringify({ userId: user.id, secret, until }));
  return { userId: user.id, answer: { secret, uri: otpauthUri(secret, user.email), offer } };
}

export function beginSecondFactor(work: Work, begun: Awaited<ReturnType<typeof prepareSecret>>) {
  // Its answer is the secret, which no log may have.
  work.audit({ action: "access.beginSecondFactor", target: `user:${begun.userId}` });
  return begun.answer;
}

interface Enrolment {
  offer: string;
  code: string;
  password: string | null;
}

function openOffer(offer: string, userId: number): string {
  const opened = offers().open(offer);
  const { secret, until, ...of } = JSON.parse(opened ?? "{}") as Record<string, unknown>;
  const isLiving = of.userId === userId && typeof until === "number" && until > Date.now();
  return isLiving && typeof secret === "string" ? secret : refuse("offer", "too old");
}

/**
 * A code of the app that is set up, and the password of whoever is signed in already: a browser left alone
 * must not shut its owner out.
 *
 * Refusals in order: AUTHENTICATION_REQUIRED, PERMISSION_DENIED (a shopper), VALIDATION_FAILED at `offer`,
 * at `password`, at `code`, RATE_LIMIT_EXCEEDED.
 */
export async function prepareEnrolment(ask: Ask, { offer, code, password }: Enrolment) {
  const user = await staffAccount(ask);
  const secret = openOffer(offer, user.id);
  if (!ask.caller.owes) await confirmPassword(ask, user, password);
  const step = stepOf(secret, code, new Date());
  if (step === null) return refuse("code", "≠");
  return { user, secret, step };
}

/**
 * Sets the factor up, ends every other session, and answers the recovery codes this once.
 *
 * @throws DomainError AUTHENTICATION_REQUIRED, VERSION_CONFLICT: there is one already
 */
export async function enrolSecondFactor(
  work: Work,
  { user: { id, passwordHash }, secret, step }: Awaited<ReturnType<typeof prepareEnrolment>>,
) {
  const user = await lockUser(work.tx, id);
  if (user?.passwordHash !== passwordHash) throw new DomainError("AUTHENTICATION_REQUIRED");
  await requireSession(work);
  if (await store.findFactor(work.tx, id)) throw new DomainError("VERSION_CONFLICT");
  const createdAt = new Date();
  await store.insertFactor(work.tx, {
    userId: id,
    sealed: sealSecret(secret),
    lastStep: step,
    createdAt,
  });
  await settle(work, id);
  await endOthers(work, id);
  tell(work, user, "access.enrolSecondFactor");
  return { recoveryCodes: issueCodes(work, id) };
}

function issueCodes(work: Work, userId: number): string[] {
  const codes = newRecoveryCodes();
  const hashes = codes.map((code) => recoveryHash(userId, code.replaceAll("-", "")));
  store.replaceRecoveryCodes(work.tx, userId, hashes);
  return codes;
}

/** @throws DomainError AUTHENTICATION_REQUIRED: the session has ended meanwhile */
async function settle(work: Work, userId: number): Promise<void> {
  const { sessionId, owes } = work.caller;
  if (sessionId === null || !owes) return;
  const now = new Date();
  const session = { id: sessionId, userId, expiresAt: sessionEnd(now) };
  if (await settleSession(work.tx, session, now)) return;
  throw new DomainError("AUTHENTICATION_REQUIRED");
}

async function endOthers(work: Work, userId: number): Promise<void> {
  const { sessionId } = work.caller;
  if (sessionId !== null) await revokeOtherSessions(work, userId, sessionId, new Date());
}

/** @throws DomainError as settle; VALIDATION_FAILED at `code`: used meanwhile */
export async function giveSecondFactor(work: Work, factor: Factor) {
  const { id } = factor.user;
  await spendFactor(work, factor);
  await settle(work, id);
  const by = "step" in factor ? "APP" : "RECOVERY_CODE";
  work.audit({ action: "access.giveSecondFactor", target: `user:${id}`, after: { by } });
  return { recoveryCodesLeft: await store.recoveryCodesLeft(work.tx, id) };
}

interface Proof {
  password: string | null;
  code: string;
}

/**
 * Password and a code, of whoever changes their own second factor.
 *
 * Refusals in order: AUTHENTICATION_REQUIRED, PERMISSION_DENIED, NOT_FOUND (none is set up),
 * RATE_LIMIT_EXCEEDED, VALIDATION_FAILED at `password`, at `code`.
 */
export async function prepareOwnFactor(ask: Ask, { password, code }: Proof): Promise<Factor> {
  const user = await staffAccount(ask);
  if (!(await store.findFactor(ask.db, user.id))) throw new DomainError("NOT_FOUND");
  await confirmPassword(ask, user, password);
  return judgeOwn(ask, user, code);
}

/** @throws DomainError VALIDATION_FAILED at `code`: used meanwhile */
export async function renewRecoveryCodes(work: Work, factor: Factor) {
  await spendFactor(work, factor);
  tell(work, factor.user, "access.renewRecoveryCodes");
  return { recoveryCodes: issueCodes(work, factor.user.id) };
}

/**
 * Takes one's own off. Of whom one is asked that one sets up another before anything else.
 *
 * @throws DomainError VALIDATION_FAILED at `code`: used meanwhile
 */
export async function removeSecondFactor(work: Work, factor: Factor) {
  const { id, role } = factor.user;
  await spendFactor(work, factor);
  await store.deleteFactor(work.tx, id);
  await endOthers(work, id);
  const { secondFactorFor: demand } = await staffSignIn(work.tx);
  const { sessionId } = work.caller;
  const isAsked = isDemanded({ role, demand });
  if (isAsked && sessionId !== null) {
    indebtSession(work.tx, sessionId, "ENROLMENT", owingEnd(new Date()));
  }
  tell(work, factor.user, "access.removeSecondFactor");
  return { removed: true };
}

/**
 * An admin takes away the factor that somebody has lost, with their passkeys, which were on the same phone, and
 * ends their sessions. Nobody does so with their own.
 *
 * @throws DomainError NOT_FOUND, PERMISSION_DENIED (OWN_ACCOUNT)
 */
export async function takeSecondFactor(work: Work, userId: number) {
  if (work.caller.userId === userId) {
    throw new DomainError("PERMISSION_DENIED", { reason: "OWN_ACCOUNT" });
  }
  if (!(await staffNow(work.tx, userId))) throw new DomainError("NOT_FOUND");
  await lockUser(work.tx, userId);
  const [app, passkeys] = [
    await store.deleteFactor(work.tx, userId),
    await endPasskeysOf(work.tx, userId),
  ];
  if (!app && passkeys === 0) throw new DomainError("NOT_FOUND");
  endPassesOf(work.tx, userId);
  await revokeSessionsOf(work, userId, new Date());
  const user = await userById(work.tx, userId);
  if (user) tell(work, user, "access.takeSecondFactor");
  else work.audit({ action: "access.takeSecondFactor", target: `user:${userId}` });
  return { removed: true };
}

function tell(work: Work, user: UserRow, action: string): void {
  work.audit({ action, target: `user:${user.id}` });
  const contact = contactOfUser(user);
  if (!contact) return;
  const expiresAt = new Date(Date.now() + NOTICE_MS);
  sendLater(work, { ...contact, kind: "SECOND_FACTOR_CHANGED", memberId: null, expiresAt });
}
