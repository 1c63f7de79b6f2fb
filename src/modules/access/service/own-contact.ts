import { env } from "@/env";
import { asDomainError, DomainError } from "@/platform/errors";
import type { Ask } from "@/platform/trpc";
import type { Work } from "@/platform/work";
import type { Channel } from "../../sending/schema";
import { canSend, sendLater } from "../../sending/service/messages";
import {
  type Contact,
  contactOf,
  isServed,
  maskedContact,
  NO_TEXTS_THERE,
  type Purpose,
} from "../rules/contact";
import { type CodeRow, endCodesOf } from "../store/codes";
import { endPassesOf } from "../store/passes";
import { revokeOtherSessions, revokeSessionsOf } from "../store/sessions";
import { lockUser, saveContact, type UserRow, userById } from "../store/users";
import { contactsOfUser, isTaken, userOfContact } from "./accounts";
import { type Asked, countAsking, judgeCode, type Proof, spendCode, writeCode } from "./codes";
import { entersByCode } from "./enter";
import { requireFresh } from "./own-password";
import { requireSession } from "./sessions";

/**
 * Another e-mail address or phone for one's own account. Both sides are proven: an address that the
 * account has, and the new one. Whose the new one is nobody learns but whoever has it.
 */

const NOTICE_MS = 24 * 3600 * 1000;

function refuse(path: string, message: string): never {
  throw new DomainError("VALIDATION_FAILED", {}, [{ path, message }]);
}

/** @throws DomainError AUTHENTICATION_REQUIRED, PERMISSION_DENIED: staff have no codes */
async function ownAccount(ask: Ask): Promise<UserRow> {
  const { userId } = ask.caller;
  const user = userId === null ? undefined : await userById(ask.db, userId);
  if (!user) throw new DomainError("AUTHENTICATION_REQUIRED");
  if (!entersByCode(user)) throw new DomainError("PERMISSION_DENIED");
  return user;
}

/** Which side of the change a code is for: an address of one's own by its kind, or the new one as typed. */
export type Side = { side: "FROM"; channel: Channel } | { side: "TO"; contact: string };

/**
 * What is to be sent for one side, counted as the codes of strangers are.
 *
 * Refusals in order: AUTHENTICATION_REQUIRED, PERMISSION_DENIED (staff), VALIDATION_FAILED at `channel`
 * (no such address) or at `contact` (none, not offered, not served, their own already), SIGN_IN_AGAIN (an
 * account without an address, signed in long ago), RATE_LIMIT_EXCEEDED.
 */
export async function prepareContactCode(ask: Ask, asked: Side): Promise<Asked> {
  const user = await ownAccount(ask);
  if (asked.side === "TO") return prepareNew(ask, user, asked.contact);
  const own = contactsOfUser(user).find(({ channel }) => channel === asked.channel);
  if (!own || !canSend(own.channel)) return refuse("channel", "none of yours");
  await countAsking(ask, "CHANGE_FROM", own);
  return {
    ...{ purpose: "CHANGE_FROM", contact: own, instead: undefined },
    ...{ owner: user, sends: "CHANGE_FROM_CODE" },
  };
}

/** Who has no address to prove has proven who they are a moment ago: the first one opens the account from then on. */
async function requireOwner(ask: Ask, user: UserRow): Promise<void> {
  if (contactsOfUser(user).length === 0) await requireFresh(ask);
}

async function prepareNew(ask: Ask, user: UserRow, typed: string): Promise<Asked> {
  const contact = contactOf(typed);
  if (!contact) return refuse("contact", "not an address");
  if (!canSend(contact.channel)) return refuse("contact", "not offered");
  if (!isServed(contact, env().SMS_COUNTRIES)) return refuse("contact", NO_TEXTS_THERE);
  if (contactsOfUser(user).some(({ address }) => address === contact.address)) {
    return refuse("contact", "yours already");
  }
  await requireOwner(ask, user);
  await countAsking(ask, "CHANGE_TO", contact);
  const [other, isKnown] = await Promise.all([
    userOfContact(ask.db, contact),
    isTaken(ask.db, contact),
  ]);
  const asked = { purpose: "CHANGE_TO", contact, instead: undefined, owner: user } as const;
  if (!isKnown) return { ...asked, sends: "CHANGE_TO_CODE" };
  // Nothing is sent to staff, nor for an account that is disabled; the answer is the same.
  if (!other || !entersByCode(other)) return { ...asked, sends: null };
  return { ...asked, receiver: other, sends: "ADDRESS_IN_USE" };
}

/** Of who closed since nothing is written: it would outlive what is erased with them. */
export async function askContactCode(work: Work, asked: Asked) {
  const ids = [asked.owner, asked.receiver].flatMap((one) => one?.id ?? []);
  const there = new Map<number, boolean>();
  for (const id of ids.sort((a, b) => a - b)) {
    there.set(id, (await lockUser(work.tx, id)) !== undefined);
  }
  if (asked.owner && !there.get(asked.owner.id)) throw new DomainError("AUTHENTICATION_REQUIRED");
  const isReceived = !asked.receiver || there.get(asked.receiver.id) === true;
  // Its answer is a ticket, which no log may have.
  work.audit({
    action: "access.askCode",
    target: asked.purpose,
    memberId: work.caller.memberId,
  });
  return writeCode(work, isReceived ? asked : { ...asked, sends: null });
}

export interface ContactChange {
  user: UserRow;
  /** Null where the account has no address yet. */
  from: CodeRow | null;
  to: CodeRow;
}

/**
 * Both codes, judged before the act.
 *
 * Refusals in order: AUTHENTICATION_REQUIRED, PERMISSION_DENIED (staff), SIGN_IN_AGAIN, RATE_LIMIT_EXCEEDED,
 * VALIDATION_FAILED at `currentCode`, at `code`.
 */
export async function prepareContactChange(
  ask: Ask,
  { ticket, code, currentTicket, currentCode }: Proof & CurrentProof,
): Promise<ContactChange> {
  const user = await ownAccount(ask);
  const hasCurrent = currentTicket !== null && currentCode !== null;
  if (!hasCurrent && contactsOfUser(user).length > 0) refuse("currentCode", "missing");
  await requireOwner(ask, user);
  const current = hasCurrent ? { ticket: currentTicket, code: currentCode } : null;
  const from = current && (await judgedAs(ask, user, "CHANGE_FROM", current, "currentCode"));
  return { user, from, to: await judgedAs(ask, user, "CHANGE_TO", { ticket, code }, "code") };
}

interface CurrentProof {
  currentTicket: string | null;
  currentCode: string | null;
}

/** A code that the account itself asked for: another's opens nothing here. */
async function judgedAs(ask: Ask, user: UserRow, purpose: Purpose, proof: Proof, path: string) {
  const code = await judgeCode(ask, purpose, proof).catch((error: unknown) => {
    if (asDomainError(error)?.domainCode !== "VALIDATION_FAILED") throw error;
    return refuse(path, "wrong, used or expired");
  });
  return code.userId === user.id ? code : refuse(path, "wrong, used or expired");
}

/**
 * Puts the new address in the place of the old one of its kind. Every other session ends, and what would
 * open another; the old address is told.
 *
 * Refusals in order: VALIDATION_FAILED at `currentCode`, at `code` (used meanwhile, or no longer of the
 * account), AUTHENTICATION_REQUIRED (disabled), VALIDATION_FAILED at `contact` (somebody else has it).
 */
export async function replaceContact(work: Work, { user: { id }, from, to }: ContactChange) {
  if (from) await spendCode(work, from);
  await spendCode(work, to);
  const user = await lockUser(work.tx, id);
  if (!user) throw new DomainError("AUTHENTICATION_REQUIRED");
  await requireSession(work);
  const owned = contactsOfUser(user);
  const isProven = owned.some(({ address }) => address === from?.address);
  if (owned.length > 0 && !isProven) refuse("currentCode", "not yours any more");
  const contact: Contact = { channel: to.channel, address: to.address };
  if (await isTaken(work.tx, contact)) refuse("contact", "taken");
  const before = owned.find(({ channel }) => channel === contact.channel) ?? null;
  const isPhone = contact.channel === "SMS";
  const { email, phone } = user;
  await saveContact(work, {
    id,
    email: isPhone ? email : contact.address,
    phone: isPhone ? contact.address : phone,
  });
  endCodesOf(work.tx, id, before ? [before.address] : []);
  endPassesOf(work.tx, id);
  const ended = await endOthers(work, id);
  tell(work, user, before, contact);
  return { ended };
}

async function endOthers(work: Work, id: number): Promise<number> {
  const { sessionId } = work.caller;
  const now = new Date();
  if (sessionId !== null) return revokeOtherSessions(work, id, sessionId, now);
  await revokeSessionsOf(work, id, now);
  return 0;
}

function tell(work: Work, user: UserRow, before: Contact | null, after: Contact): void {
  const field = after.channel === "SMS" ? "phone" : "email";
  const memberId = user.memberId;
  work.audit({
    action: "identity.changeContact",
    target: `user:${user.id}`,
    memberId,
    before: { [field]: before && maskedContact(before) },
    after: { [field]: maskedContact(after) },
  });
  if (!before) return;
  const expiresAt = new Date(Date.now() + NOTICE_MS);
  sendLater(work, { ...before, kind: "CONTACT_CHANGED", memberId, expiresAt });
}
