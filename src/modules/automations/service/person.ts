import type { Reader } from "@/platform/db";
import { keyedIdentity, plainIdentity } from "@/platform/identity-key";
import type { Member } from "../../members/service/members";

type Named = Pick<Member, "phoneKey" | "email" | "emailVerifiedAt">;

/**
 * By which somebody is known again who leaves and joins anew, or joins twice: keyed hashes of the phone
 * that is theirs alone and of an e-mail that they have proven.
 */
export function hashesOf(
  db: Reader,
  { phoneKey, email, emailVerifiedAt }: Named,
): Promise<string[]> {
  const names = [
    ...(phoneKey === null ? [] : [`phone:${phoneKey}`]),
    ...(email === null || emailVerifiedAt === null ? [] : [`email:${email}`]),
  ];
  return Promise.all(
    names.map((name) => keyedIdentity(db, plainIdentity(`member-system:welcome:${name}`))),
  );
}
