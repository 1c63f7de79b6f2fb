import type { z } from "zod";
import { asDomainError, DomainError } from "@/platform/errors";
import type { Ask } from "@/platform/trpc";
import type { Work } from "@/platform/work";
import { createMemberUser, hashPassword } from "../../access/service/accounts";
import { judgeCode, spendCode } from "../../access/service/codes";
import { accountOfContact } from "../../access/service/enter";
import { newPass } from "../../access/service/passes";
import { requireStrong } from "../../access/service/passwords";
import { signUpOffer } from "../../access/service/sign-up-setting";
import { type Enrolment, enrol, type Member } from "../../members/service/members";
import type { signUpInput } from "../schema";

export { setSignUp, signUpOffer, signUpSetting } from "../../access/service/sign-up-setting";

type Input = z.output<typeof signUpInput>;

function refuse(path: string, message: string): never {
  throw new DomainError("VALIDATION_FAILED", {}, [{ path, message }]);
}

/**
 * What has to be known of a sign-up before its transaction: whose address it is, and the password's
 * hash.
 *
 * Refusals in order: RATE_LIMIT_EXCEEDED, VALIDATION_FAILED at `code`, at `termsUrl` (terms that the
 * shop has and nobody agreed to, or has no more), at `password`.
 */
export async function prepareSignUp(ask: Ask, input: Input) {
  const code = await judgeCode(ask, "SIGN_UP", input);
  const { signUpBy, termsUrl } = await signUpOffer(ask.db);
  if (!signUpBy.includes(code.channel)) refuse("code", "not offered any more");
  if (termsUrl !== input.termsUrl) refuse("termsUrl", "≠");
  const { password, nickname = "" } = input;
  if (password === null) return { code, passwordHash: null };
  await requireStrong(password, [code.address, nickname]);
  return { code, passwordHash: await hashPassword(password) };
}

type Prepared = Awaited<ReturnType<typeof prepareSignUp>>;

/**
 * Makes a member and their account in one act. Who has one by now, having signed up twice at once, is
 * let in to it: the address is proven to be theirs.
 *
 * Refusals in order: VALIDATION_FAILED at `code` (used meanwhile, or the account is disabled or one of the staff's).
 */
export async function signUp(work: Work, input: Input, { code, passwordHash }: Prepared) {
  await spendCode(work, code);
  const { channel, address } = code;
  const contact = { channel, address };
  const known = await accountOfContact(work, contact);
  if (known === "CLOSED") return refuse("code", "≠");
  const userId = known === "NONE" ? await join(work, input, contact, passwordHash) : known.userId;
  // Of whoever calls: its answer is a pass, which no log may have.
  work.audit({ action: "identity.signUp", target: `user:${userId}` });
  return newPass(work, userId, "SIGN_UP");
}

/**
 * A phone that the shop has given to another member, or to several, stays theirs: the account has it all the same, and
 * the two members are for an operator to look at.
 */
async function enrolOnce(work: Work, enrolment: Enrolment): Promise<Member> {
  try {
    return await enrol(work, enrolment);
  } catch (error) {
    const code: string | undefined = asDomainError(error)?.domainCode;
    if (code !== "PHONE_TAKEN") throw error;
    return enrol(work, { ...enrolment, phone: undefined });
  }
}

async function join(
  work: Work,
  { nickname, termsUrl }: Input,
  contact: Parameters<typeof createMemberUser>[1]["contact"],
  passwordHash: string | null,
): Promise<number> {
  const [phone, email] =
    contact.channel === "SMS" ? [contact.address] : [undefined, contact.address];
  const verified = ["phone", "email"] as const;
  const member = await enrolOnce(work, { externalId: null, nickname, phone, email, verified });
  return createMemberUser(work, {
    contact,
    memberId: member.id,
    name: member.nickname ?? member.memberCode,
    passwordHash,
    termsUrl,
    termsAcceptedAt: termsUrl === null ? null : new Date(),
  });
}
