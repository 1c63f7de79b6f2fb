import type { Reader } from "@/platform/db";
import { keyedIdentity, plainIdentity } from "@/platform/identity-key";
import type { Work } from "@/platform/work";
import { isPlaceholder } from "../../access/rules/email";
import { addressesOfMember } from "../../access/service/erase";
import type { Member } from "../../members/service/members";
import { personOf } from "../rules/invite";
import { keepPersons } from "../store/persons";

/** By what a person is known to invitations, whichever way they came. */

type NamedPerson = Pick<Member, "id" | "externalId" | "phoneKey" | "email" | "emailVerifiedAt">;

/**
 * What names a member: the shop's id, the phone that is theirs alone, an e-mail that they have proven, and
 * what their account signs in by.
 */
export async function namesOf(
  db: Reader,
  { id, externalId, phoneKey, email, emailVerifiedAt }: NamedPerson,
): Promise<string[]> {
  const proven = emailVerifiedAt === null ? null : email;
  const addresses = (await addressesOfMember(db, id)).filter((one) => !isPlaceholder(one));
  const names = [externalId, phoneKey, proven, ...addresses];
  return [...new Set(names.filter((name) => name !== null))];
}

/** One hash for each name, and one for all spellings of an e-mail address. */
export async function hashesOf(db: Reader, names: readonly string[]): Promise<string[]> {
  const persons = [...new Set(names.map(personOf))];
  return Promise.all(persons.map((person) => keyedIdentity(db, plainIdentity(person))));
}

/** Who leaves was a member: nobody invites them when they come again. */
export async function rememberLeaving(work: Work, member: NamedPerson): Promise<void> {
  const hashes = await hashesOf(work.tx, await namesOf(work.tx, member));
  keepPersons(work.tx, { memberId: member.id, hashes, createdAt: work.now });
}
