import { DomainError } from "@/platform/errors";
import { outsideId } from "@/platform/scalars";
import type { Work } from "@/platform/work";
import { canonicalEmail } from "../../access/rules/email";
import { accountOfEmail, accountOfMember } from "../../access/service/accounts";
import { claimGuestOrders } from "../../guests/service/claim";
import { requireNotClosed } from "../../members/rules";
import { externalNickname } from "../../members/schema";
import { enrol, findMember, lockMember } from "../../members/service/members";
import { programOf } from "../../program/service";

/** Somebody whom the shop's identity provider has proven to be who they are. */
export interface ProvenPerson {
  subject: string;
  name: string | null;
  email: string | null;
  isEmailProven: boolean;
}

/**
 * The account of a member by externalId = subject; an unknown one is enrolled if the program says so.
 *
 * Refusals in order: AUTHENTICATION_REQUIRED (a subject that no externalId can be), MEMBER_NOT_FOUND
 * (autoEnrol is off), MEMBER_STATUS_INVALID (closed), AUTHENTICATION_REQUIRED (disabled).
 */
export async function accountBySubject(work: Work, person: ProvenPerson): Promise<number> {
  const externalId = outsideId.safeParse(person.subject).data;
  if (externalId === undefined) throw new DomainError("AUTHENTICATION_REQUIRED");
  const called = externalNickname.safeParse(person.name ?? "").data || undefined;
  const member = await memberOf(work, externalId, called);
  requireNotClosed(member.status);
  const name = member.nickname ?? called ?? member.memberCode;
  const email = person.isEmailProven ? person.email : null;
  const address = canonicalEmail(email ?? "");
  if (address !== null) await claimGuestOrders(work, member.id, [address]);
  return accountOfMember(work, { id: member.id, name, email });
}

async function memberOf(work: Work, externalId: string, called: string | undefined) {
  if (await findMember(work.tx, { externalId })) return lockMember(work, { externalId });
  const { rules } = await programOf(work);
  if (!rules.autoEnrol) throw new DomainError("MEMBER_NOT_FOUND");
  return enrol(work, { externalId, nickname: called });
}

/**
 * The account that has the person's address already. An address that the provider has not proven
 * could be anybody's, and opens nothing.
 *
 * @throws DomainError AUTHENTICATION_REQUIRED
 */
export async function accountByEmail(person: ProvenPerson): Promise<number> {
  const proven = person.isEmailProven ? person.email : null;
  const userId = proven === null ? undefined : await accountOfEmail(proven);
  if (userId === undefined) throw new DomainError("AUTHENTICATION_REQUIRED");
  return userId;
}
