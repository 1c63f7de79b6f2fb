import type { z } from "zod";
import { env } from "@/env";
import { DomainError } from "@/platform/errors";
import type { Ask } from "@/platform/trpc";
import type { Work } from "@/platform/work";
import type { MessageKind } from "../../sending/schema";
import { type Contact, contactOf, isServed, NO_TEXTS_THERE } from "../rules/contact";
import type { askCodeInput, CodePurpose } from "../schema/access";
import type { CodeRow } from "../store/codes";
import { lockUser, type UserRow, userById } from "../store/users";
import { isTaken, userOfContact } from "./accounts";
import { type Asked, countAsking, judgeCode, type Proof, spendCode, writeCode } from "./codes";
import { newPass } from "./passes";
import { signUpOffer } from "./sign-up-setting";

function refuseContact(message: string): never {
  throw new DomainError("VALIDATION_FAILED", {}, [{ path: "contact", message }]);
}

/** Six digits stand for a shopper; what staff may do asks for a password. */
export function entersByCode(user: UserRow): boolean {
  return user.role === "member";
}

/** What is sent to somebody whose address is known, and to somebody whose is not. */
const SENDS: Record<CodePurpose, { known: MessageKind; unknown: MessageKind | null }> = {
  SIGN_UP: { known: "HAS_ACCOUNT", unknown: "SIGN_UP_CODE" },
  SIGN_IN: { known: "SIGN_IN_CODE", unknown: null },
  RESET: { known: "RESET_CODE", unknown: null },
};

/**
 * What is to be sent to whom, counted before anything is looked up. Whether there is such an account is
 * told to the address alone.
 *
 * Refusals in order: VALIDATION_FAILED at `contact` (no address, none of a kind that is offered,
 * or a phone of a country that no text messages go to),
 * RATE_LIMIT_EXCEEDED.
 */
export async function prepareCode(
  ask: Ask,
  { purpose, contact: typed, instead }: z.output<typeof askCodeInput>,
): Promise<Asked> {
  const contact = contactOf(typed);
  if (!contact) return refuseContact("not an address");
  const { signUpBy, codesBy } = await signUpOffer(ask.db);
  const offered = purpose === "SIGN_UP" ? signUpBy : codesBy;
  if (!offered.includes(contact.channel)) return refuseContact("not offered");
  if (!isServed(contact, env().SMS_COUNTRIES)) return refuseContact(NO_TEXTS_THERE);
  await countAsking(ask, purpose, contact);
  const [user, isKnown] = await Promise.all([
    userOfContact(ask.db, contact),
    isTaken(ask.db, contact),
  ]);
  // A disabled account is nobody's, but its address is no new one's either; nor is one of the staff.
  const owner = user && entersByCode(user) ? user : null;
  const { known, unknown } = SENDS[purpose];
  const sends = owner ? known : isKnown ? null : unknown;
  return { purpose, contact, instead, owner, sends };
}

/** Writes the code, and the message that goes out with the commit. */
export async function askCode(work: Work, asked: Asked) {
  // Who closed or was shut out since is sent nothing: it would outlive what is erased with them.
  const isThere = asked.owner === null || (await lockUser(work.tx, asked.owner.id)) !== undefined;
  // Its answer is a ticket, which no log may have.
  if (work.caller.userId !== null) work.audit({ action: "access.askCode", target: asked.purpose });
  return writeCode(work, isThere ? asked : { ...asked, owner: null, sends: null });
}

/** @throws DomainError RATE_LIMIT_EXCEEDED, VALIDATION_FAILED at `code` */
export function prepareEntry(ask: Ask, proof: Proof): Promise<CodeRow> {
  return judgeCode(ask, "SIGN_IN", proof);
}

/** @throws DomainError VALIDATION_FAILED at `code`: used meanwhile, or the account is gone */
export async function enterByCode(work: Work, code: CodeRow): Promise<{ pass: string }> {
  await spendCode(work, code);
  const user = code.userId === null ? undefined : await userById(work.tx, code.userId);
  if (!user || !entersByCode(user)) {
    throw new DomainError("VALIDATION_FAILED", {}, [{ path: "code", message: "≠" }]);
  }
  work.audit({ action: "access.codeUsed", target: `user:${user.id}`, memberId: user.memberId });
  return newPass(work, user.id, "CODE");
}

/** Whether an account has somebody's proven address by now; one that no code opens is told apart. */
export async function accountOfContact(
  work: Work,
  contact: Contact,
): Promise<{ userId: number } | "NONE" | "CLOSED"> {
  if (!(await isTaken(work.tx, contact))) return "NONE";
  const user = await userOfContact(work.tx, contact);
  return user && entersByCode(user) ? { userId: user.id } : "CLOSED";
}
