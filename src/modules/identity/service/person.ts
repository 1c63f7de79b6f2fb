import type { Reader } from "@/platform/db";
import { keyedIdentity, plainIdentity } from "@/platform/identity-key";
import { addressesOfMember } from "../../access/service/erase";
import type { Member } from "../../members/service/members";

export type Named = Pick<Member, "id" | "phoneKey" | "email" | "emailVerifiedAt">;

/**
 * By which somebody is known again who leaves and joins anew, or joins twice: keyed hashes of the phone
 * that is theirs alone, of an e-mail that they have proven, and of what their account signs in by, which
 * may be a phone that the shop has given to another member.
 *
 * @param word what they are known for: hashes of two words have nothing to do with each other
 */
export async function hashesOfPerson(
  db: Reader,
  { id, phoneKey, email, emailVerifiedAt }: Named,
  word: string,
): Promise<string[]> {
  const named = [
    phoneKey,
    emailVerifiedAt === null ? null : email,
    ...(await addressesOfMember(db, id)),
  ];
  const addresses = [...new Set(named.filter((one) => one !== null))];
  const kindOf = (address: string) => (address.includes("@") ? "email" : "phone");
  return Promise.all(
    addresses.map((address) => {
      const name = `${word}:${kindOf(address)}:${address}`;
      return keyedIdentity(db, plainIdentity(`member-system:${name}`));
    }),
  );
}
