import { createHash, createHmac } from "node:crypto";
import {
  type AuthenticationResponseJSON,
  generateAuthenticationOptions,
  generateRegistrationOptions,
  type RegistrationResponseJSON,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from "@simplewebauthn/server";
import { env } from "@/env";
import { DomainError } from "@/platform/errors";
import type { Ask } from "@/platform/trpc";
import type { Work } from "@/platform/work";
import { sendLater } from "../../sending/service/messages";
import * as store from "../store/passkeys";
import { findFactor } from "../store/second-factors";
import { revokeSessionsBy } from "../store/sessions";
import { lockUser, type UserRow, userById } from "../store/users";
import { contactOfUser } from "./accounts";
import { confirmPassword, requireFresh } from "./own-password";
import { newPass } from "./passes";
import {
  answerChallenge,
  newChallenge,
  openChallenge,
  refusePasskey,
  relyingParty,
} from "./passkey-challenges";
import { requireSession } from "./sessions";

/**
 * Passkeys: whoever likes signs in with a key of their device. It always asks who unlocks it, so it is two
 * factors: decision 56.
 */

const PASSKEYS_MAX = 20;
const NOTICE_MS = 24 * 3600 * 1000;
const TRANSPORTS = /^[a-z-]{1,16}$/;

/** What a device calls the account by: the same for all of its passkeys, and nothing of the person. */
function handleOf(userId: number): string {
  const text = JSON.stringify(["passkey user", userId]);
  return createHmac("sha256", env().AUTH_SECRET).update(text).digest("base64url");
}

const hashOf = (credentialId: string) => createHash("sha256").update(credentialId).digest("hex");

async function ownAccount(ask: Ask): Promise<UserRow> {
  const { userId } = ask.caller;
  const user = userId === null ? undefined : await userById(ask.db, userId);
  if (!user) throw new DomainError("AUTHENTICATION_REQUIRED");
  return user;
}

export async function listPasskeys(ask: Ask) {
  const user = await ownAccount(ask);
  const rows = await store.passkeysOf(ask.db, user.id);
  return {
    items: rows.map(({ id, name, createdAt, lastUsedAt }) => {
      return { passkeyId: id, name, createdAt, lastUsedAt };
    }),
  };
}

/** @throws DomainError LIMIT_REACHED */
function requireRoom(known: readonly unknown[]): void {
  if (known.length >= PASSKEYS_MAX) throw new DomainError("LIMIT_REACHED", { limit: PASSKEYS_MAX });
}

/**
 * A passkey takes the place of the authenticator's code from then on: who has one gave it a moment ago.
 *
 * @throws DomainError SIGN_IN_AGAIN
 */
async function requireFactorLately(ask: Ask, { id }: UserRow): Promise<void> {
  if (await findFactor(ask.db, id)) await requireFresh(ask);
}

/** @throws DomainError SIGN_IN_AGAIN, LIMIT_REACHED */
export async function preparePasskey(ask: Ask) {
  const user = await ownAccount(ask);
  await requireFactorLately(ask, user);
  const known = await store.passkeysOf(ask.db, user.id);
  requireRoom(known);
  const { challenge, ticket } = newChallenge(user.id);
  const { rpID } = relyingParty();
  const options = await generateRegistrationOptions({
    rpName: rpID,
    rpID,
    userName: contactOfUser(user)?.address ?? user.name,
    userDisplayName: user.name,
    userID: Buffer.from(handleOf(user.id), "base64url"),
    challenge: Buffer.from(challenge, "base64url"),
    attestationType: "none",
    excludeCredentials: known.map(({ credentialId, transports }) => {
      return { id: credentialId, transports: transports.split(" ").filter(Boolean) };
    }),
    authenticatorSelection: { residentKey: "required", userVerification: "required" },
  });
  return { userId: user.id, answer: { ticket, options: JSON.stringify(options) } };
}

export function beginPasskey(work: Work, begun: Awaited<ReturnType<typeof preparePasskey>>) {
  work.audit({
    action: "access.beginPasskey",
    target: `user:${begun.userId}`,
    memberId: work.caller.memberId,
  });
  return begun.answer;
}

interface Addition {
  ticket: string;
  response: string;
  name: string;
  password: string | null;
}

/** What a browser says, which is anybody's text before it is verified. */
function parsed<T>(text: string): T {
  try {
    return JSON.parse(text) as T;
  } catch {
    return refusePasskey();
  }
}

/**
 * Refusals in order: AUTHENTICATION_REQUIRED, RATE_LIMIT_EXCEEDED, VALIDATION_FAILED at `password`,
 * SIGN_IN_AGAIN (no password or a second factor, and signed in long ago), VALIDATION_FAILED at `response`.
 */
export async function prepareAddition(ask: Ask, { ticket, response, name, password }: Addition) {
  const user = await ownAccount(ask);
  await confirmPassword(ask, user, password);
  await requireFactorLately(ask, user);
  const challenge = openChallenge(ticket, user.id);
  const { rpID, origin } = relyingParty();
  const { registrationInfo } = await verifyRegistrationResponse({
    response: parsed<RegistrationResponseJSON>(response),
    expectedChallenge: challenge.challenge,
    expectedOrigin: origin,
    expectedRPID: rpID,
    requireUserVerification: true,
    // The library says no by errors; whatever was wrong is one answer.
  }).catch(() => refusePasskey());
  if (!registrationInfo) return refusePasskey();
  return { user, challenge, name, credential: registrationInfo.credential };
}

/** By which ways a device is reached, as far as what the browser said is any. */
function transportsOf(said: unknown): string {
  const listed = Array.isArray(said) ? said.slice(0, 8) : [];
  return listed.filter((one) => typeof one === "string" && TRANSPORTS.test(one)).join(" ");
}

/**
 * Under the account's lock: of many at once as many are added as there is room for, and none to an account
 * that is closed, or has another password, meanwhile.
 *
 * Refusals in order: AUTHENTICATION_REQUIRED, LIMIT_REACHED, VALIDATION_FAILED at `response` (answered
 * already), DUPLICATE_REFERENCE.
 */
export async function addPasskey(
  work: Work,
  { user, challenge, name, credential }: Awaited<ReturnType<typeof prepareAddition>>,
) {
  const { id: userId, memberId } = user;
  const locked = await lockUser(work.tx, userId);
  // Another password was set since this one was looked at: whoever adds it may be why.
  if (locked?.passwordHash !== user.passwordHash) throw new DomainError("AUTHENTICATION_REQUIRED");
  await requireSession(work);
  requireRoom(await store.passkeysOf(work.tx, userId));
  await answerChallenge(work, challenge);
  const passkeyId = await store.insertPasskey(work.tx, {
    userId,
    idHash: hashOf(credential.id),
    credentialId: credential.id,
    publicKey: Buffer.from(credential.publicKey).toString("base64url"),
    counter: credential.counter,
    transports: transportsOf(credential.transports),
    name,
    createdAt: new Date(),
  });
  work.audit({ action: "access.addPasskey", target: `user:${userId}`, memberId });
  const contact = contactOfUser(user);
  if (contact) {
    const expiresAt = new Date(Date.now() + NOTICE_MS);
    sendLater(work, { ...contact, kind: "PASSKEY_ADDED", memberId, expiresAt });
  }
  return { passkeyId };
}

/** @throws DomainError NOT_FOUND */
export async function renamePasskey(work: Work, input: { passkeyId: number; name: string }) {
  const { passkeyId, name } = input;
  const userId = work.caller.userId ?? 0;
  if (!(await store.renamePasskey(work.tx, { id: passkeyId, userId, name }))) {
    throw new DomainError("NOT_FOUND");
  }
  return audited(work, "access.renamePasskey", passkeyId);
}

/**
 * A device that is lost is out at once: other sessions that passkeys opened end with it.
 *
 * @throws DomainError NOT_FOUND
 */
export async function removePasskey(work: Work, { passkeyId }: { passkeyId: number }) {
  const { userId, sessionId: keptId } = work.caller;
  if (userId === null || !(await lockUser(work.tx, userId))) throw new DomainError("NOT_FOUND");
  if (!(await store.deletePasskey(work.tx, passkeyId, userId))) throw new DomainError("NOT_FOUND");
  await revokeSessionsBy(work, { userId, by: "PASSKEY", keptId }, new Date());
  return audited(work, "access.removePasskey", passkeyId);
}

function audited(work: Work, action: string, passkeyId: number) {
  const { userId, memberId } = work.caller;
  work.audit({ action, target: `user:${userId}`, memberId });
  return { passkeyId };
}

/** For whoever has one here: no account is named, so none is told of. */
export async function beginPasskeySignIn() {
  const { challenge, ticket } = newChallenge(null);
  const options = await generateAuthenticationOptions({
    rpID: relyingParty().rpID,
    challenge: Buffer.from(challenge, "base64url"),
    userVerification: "required",
  });
  return { ticket, options: JSON.stringify(options) };
}

/** @throws DomainError VALIDATION_FAILED at `response`: whatever was wrong with it is one answer */
export async function preparePasskeySignIn(
  ask: Ask,
  { ticket, response: text }: { ticket: string; response: string },
) {
  const challenge = openChallenge(ticket, null);
  const response = parsed<AuthenticationResponseJSON>(text);
  if (typeof response?.id !== "string") return refusePasskey();
  const passkey = await store.findPasskey(ask.db, hashOf(response.id));
  if (!passkey) return refusePasskey();
  const { rpID, origin } = relyingParty();
  const { verified, authenticationInfo } = await verifyAuthenticationResponse({
    response,
    expectedChallenge: challenge.challenge,
    expectedOrigin: origin,
    expectedRPID: rpID,
    requireUserVerification: true,
    credential: {
      id: passkey.credentialId,
      publicKey: Buffer.from(passkey.publicKey, "base64url"),
      counter: passkey.counter,
    },
  }).catch(() => refusePasskey());
  // The same account that the device means, where it says one.
  const handle = response.response?.userHandle;
  const isTheirs = handle === undefined || handle === handleOf(passkey.userId);
  if (!verified || !isTheirs) return refusePasskey();
  return { challenge, passkey, counter: authenticationInfo.newCounter };
}

/** @throws DomainError VALIDATION_FAILED at `response`: answered already, or the account is disabled */
export async function signInByPasskey(
  work: Work,
  { challenge, passkey, counter }: Awaited<ReturnType<typeof preparePasskeySignIn>>,
): Promise<{ pass: string }> {
  await answerChallenge(work, challenge);
  const user = await userById(work.tx, passkey.userId);
  const isCounted = await store.countUse(work.tx, { id: passkey.id, counter }, new Date());
  if (!user || !isCounted) return refusePasskey();
  const { id, memberId } = user;
  work.audit({ action: "access.passkeyUsed", target: `user:${id}`, memberId });
  return newPass(work, id, "PASSKEY");
}
