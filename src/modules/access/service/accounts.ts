import { hash, verify } from "@node-rs/argon2";
import { DomainError } from "@/platform/errors";
import type { Work } from "@/platform/work";
import { normalEmail } from "../rules";
import type { Role } from "../schema";
import * as store from "../store/users";

export { normalEmail } from "../rules";

/** OWASP's parameters for argon2id (the library's default kind): 19 MiB, two passes, one lane. */
const ARGON = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Verified against when there is no such account, so that both answers take the same time. */
let decoy: Promise<string> | undefined;

/** The user of an address and password, or undefined; which of the two was wrong is not told. */
export async function verifyPassword(email: string, password: string) {
  const user = await store.userByEmail(normalEmail(email));
  decoy ??= hash("nobody’s password", ARGON);
  const right = await verify(user?.passwordHash ?? (await decoy), password);
  return right && user?.passwordHash ? user : undefined;
}

export interface NewUser {
  email: string;
  /** Null for whoever signs in elsewhere. */
  password: string | null;
  name: string;
  role: Role;
  memberId: number | null;
}

/** @throws DomainError VALIDATION_FAILED when the address has an account */
export async function createUser(work: Work, user: NewUser): Promise<number> {
  const email = normalEmail(user.email);
  if (await store.emailTaken(work.tx, email)) {
    throw new DomainError("VALIDATION_FAILED", {}, [{ path: "email", message: "has an account" }]);
  }
  const passwordHash = user.password === null ? null : await hash(user.password, ARGON);
  const { name, role, memberId } = user;
  work.audit({ action: "access.createUser", target: `${role}:${email}`, memberId });
  return store.insertUser(work, {
    email,
    passwordHash,
    name,
    role,
    memberId,
    // Whoever sets a password can sign in by it.
    answeredForBy: passwordHash === null ? null : work.caller.personId,
    createdAt: new Date(),
  });
}

/** The account that an address belongs to, unless it is disabled. */
export async function accountOfEmail(email: string): Promise<number | undefined> {
  return (await store.userByEmail(normalEmail(email)))?.id;
}

/**
 * The account of a member, made where there is none: for somebody whom another house has proven. An
 * address is kept only if it was proven too and nobody else has it.
 *
 * @param email proven to be theirs, or null
 * @throws DomainError AUTHENTICATION_REQUIRED for a disabled account
 */
export async function accountOfMember(
  work: Work,
  member: { id: number; name: string; email: string | null },
): Promise<number> {
  const known = await store.userOfMember(work.tx, member.id);
  if (known?.disabledAt) throw new DomainError("AUTHENTICATION_REQUIRED");
  if (known) return known.id;
  const email =
    member.email !== null && !(await store.emailTaken(work.tx, normalEmail(member.email)))
      ? member.email
      : `member-${member.id}@sign-in.invalid`;
  const { id: memberId, name } = member;
  return createUser(work, { email, password: null, name, role: "member", memberId });
}
