import { verify } from "@node-rs/argon2";
import { DomainError } from "@/platform/errors";
import type { Ask } from "@/platform/trpc";
import type { Work } from "@/platform/work";
import { sendLater } from "../../sending/service/messages";
import { type CodeRow, endCodesOf } from "../store/codes";
import { endPassesOf } from "../store/passes";
import { endPasskeysOf } from "../store/passkeys";
import { revokeOtherSessions, revokeSessionsOf, sessionOpenedAt } from "../store/sessions";
import { lockUser, savePassword, type UserRow, userById } from "../store/users";
import { contactOfUser, hashPassword } from "./accounts";
import { judgeCode, type Proof, spendCode } from "./codes";
import { entersByCode } from "./enter";
import { guessed } from "./guesses";
import { newPass } from "./passes";
import { requireStrong } from "./passwords";
import { requireSession } from "./sessions";

const NOTICE_MS = 24 * 3600 * 1000;

export interface NewPassword {
  user: UserRow;
  hash: string;
}

/** Hashed before the transaction: it is work for the processor, and nothing waits for it there. */
async function hashed(user: UserRow, password: string): Promise<NewPassword> {
  await requireStrong(password, [user.email, user.phone ?? "", user.name]);
  return { user, hash: await hashPassword(password) };
}

/**
 * The password that somebody wants instead of theirs, which they say too.
 *
 * Refusals in order: AUTHENTICATION_REQUIRED, VALIDATION_FAILED at `currentPassword` (an account
 * without one sets it by a code), RATE_LIMIT_EXCEEDED, VALIDATION_FAILED at `password`.
 */
export async function prepareChange(
  ask: Ask,
  { currentPassword, password }: { currentPassword: string; password: string },
): Promise<NewPassword> {
  const { userId } = ask.caller;
  const user = userId === null ? undefined : await userById(ask.db, userId);
  if (!user) throw new DomainError("AUTHENTICATION_REQUIRED");
  const { passwordHash } = user;
  const isRight = () =>
    passwordHash === null ? Promise.resolve(false) : verify(passwordHash, currentPassword);
  if (!(await guessed(ask, `CHANGING ${user.id}`, isRight))) {
    throw new DomainError("VALIDATION_FAILED", {}, [{ path: "currentPassword", message: "≠" }]);
  }
  return hashed(user, password);
}

const FRESH_MS = 15 * 60_000;

/**
 * Makes sure that it is the owner who changes how the account is come into, and not whoever finds their
 * browser. Who has no password has proven who they are a moment ago.
 *
 * @throws DomainError RATE_LIMIT_EXCEEDED, VALIDATION_FAILED at `password`, SIGN_IN_AGAIN
 */
export async function confirmPassword(
  ask: Ask,
  { id, passwordHash }: Pick<UserRow, "id" | "passwordHash">,
  password: string | null,
): Promise<void> {
  if (passwordHash === null) return requireFresh(ask);
  const isRight = async () => password !== null && verify(passwordHash, password);
  if (await guessed(ask, `CHANGING ${id}`, isRight)) return;
  throw new DomainError("VALIDATION_FAILED", {}, [{ path: "password", message: "≠" }]);
}

/** @throws DomainError SIGN_IN_AGAIN */
export async function requireFresh({ db, caller: { sessionId } }: Ask): Promise<void> {
  const openedAt = sessionId === null ? null : await sessionOpenedAt(db, sessionId);
  if (openedAt === null || openedAt.getTime() < Date.now() - FRESH_MS) {
    throw new DomainError("SIGN_IN_AGAIN");
  }
}

/**
 * Takes the place of the password that was looked at; what else would open the account ends with it.
 *
 * @throws DomainError VERSION_CONFLICT: another was set meanwhile
 */
async function replacePassword(work: Work, { user, hash }: NewPassword): Promise<void> {
  if (!(await savePassword(work, user, hash))) throw new DomainError("VERSION_CONFLICT");
  endCodesOf(
    work.tx,
    user.id,
    [user.email, user.phone].filter((one) => one !== null),
  );
  endPassesOf(work.tx, user.id);
}

/**
 * Ends every other session, and tells the account's address.
 *
 * @throws DomainError VERSION_CONFLICT
 */
export async function changePassword(work: Work, { user, hash }: NewPassword) {
  const { sessionId } = work.caller;
  await replacePassword(work, { user, hash });
  await requireSession(work);
  const now = new Date();
  const ended = sessionId === null ? 0 : await revokeOtherSessions(work, user.id, sessionId, now);
  tellChange(work, user, "access.changePassword", now);
  return { ended };
}

export interface Reset extends NewPassword {
  code: CodeRow;
}

/**
 * The password that somebody wants who has a code that was sent to the account's address.
 *
 * Refusals in order: RATE_LIMIT_EXCEEDED, VALIDATION_FAILED at `code`, at `password`.
 */
export async function prepareReset(
  ask: Ask,
  { password, ...proof }: Proof & { password: string },
): Promise<Reset> {
  const code = await judgeCode(ask, "RESET", proof);
  const user = code.userId === null ? undefined : await userById(ask.db, code.userId);
  if (!user || !entersByCode(user)) {
    throw new DomainError("VALIDATION_FAILED", {}, [{ path: "code", message: "≠" }]);
  }
  return { code, ...(await hashed(user, password)) };
}

/**
 * Ends every session of the account, and its passkeys: whoever sets a password without the old one may have lost
 * the account to somebody who added theirs. A new session is opened by the answer.
 *
 * @throws DomainError VALIDATION_FAILED at `code`: used meanwhile; VERSION_CONFLICT
 */
export async function resetPassword(work: Work, { code, user, hash }: Reset) {
  await spendCode(work, code);
  await lockUser(work.tx, user.id);
  await endPasskeysOf(work.tx, user.id);
  await replacePassword(work, { user, hash });
  const now = new Date();
  await revokeSessionsOf(work, user.id, now);
  tellChange(work, user, "access.resetPassword", now);
  return newPass(work, user.id, "RESET");
}

function tellChange(work: Work, user: UserRow, action: string, now: Date): void {
  work.audit({ action, target: `user:${user.id}`, memberId: user.memberId });
  const contact = contactOfUser(user);
  if (!contact) return;
  const expiresAt = new Date(now.getTime() + NOTICE_MS);
  sendLater(work, { ...contact, kind: "PASSWORD_CHANGED", memberId: user.memberId, expiresAt });
}
