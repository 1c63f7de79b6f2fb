import { domainToUnicode } from "node:url";
import { hash, verify } from "@node-rs/argon2";
import { env } from "@/env";
import { type Reader, reader } from "@/platform/db";
import { DomainError } from "@/platform/errors";
import type { Work } from "@/platform/work";
import { type Contact, contactOf } from "../rules/contact";
import { canonicalEmail, formerEmail, isPlaceholder, placeholderEmail } from "../rules/email";
import type { Role } from "../schema/access";
import * as store from "../store/users";
import { requireStrong } from "./passwords";

/** OWASP's parameters for argon2id (the library's default kind): 19 MiB, two passes, one lane. */
const ARGON = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Verified against when there is no such account, so that both answers take the same time. */
let decoy: Promise<string> | undefined;

/** Whose address it is, and whether the password is theirs; both take the same time for everybody. */
export async function judgePassword(email: string, password: string) {
  const user = await userTyped(email);
  decoy ??= hash("nobody’s password", ARGON);
  const right = await verify(user?.passwordHash ?? (await decoy), password);
  return { user, isRight: right && user?.passwordHash != null };
}

/** The user of an address and password, or undefined; which of the two was wrong is not told. */
export async function verifyPassword(email: string, password: string) {
  const { user, isRight } = await judgePassword(email, password);
  return isRight ? user : undefined;
}

/**
 * How the column may hold an address: in its one form, or as it was written before there was one. What
 * has no such form is nobody's new address, but the account of an older release keeps its own; a
 * placeholder is nobody's to sign in with.
 */
function spellings(input: string): string[] {
  const canonical = canonicalEmail(input);
  const former = formerEmail(input);
  if (canonical === null) {
    // Trimmed and in small letters it may be somebody's address, of which it only has the looks.
    return isPlaceholder(former) || canonicalEmail(former) !== null ? [] : [former];
  }
  const [local, domain = ""] = canonical.split("@");
  return [...new Set([canonical, former, `${local}@${domainToUnicode(domain)}`])];
}

/** By e-mail or phone, as somebody typed it. */
function userTyped(typed: string): Promise<store.UserRow | undefined> {
  const contact = contactOf(typed);
  return contact?.channel === "SMS"
    ? store.userByPhone(reader, contact.address)
    : userOf(reader, typed);
}

/** Whose address it is, unless they are disabled. */
export function userOfContact(
  db: Reader,
  { channel, address }: Contact,
): Promise<store.UserRow | undefined> {
  return channel === "SMS" ? store.userByPhone(db, address) : userOf(db, address);
}

/** Whether somebody has it, disabled or not. */
export function isTaken(db: Reader, { channel, address }: Contact): Promise<boolean> {
  return channel === "SMS"
    ? store.phoneInUse(db, address)
    : store.emailInUse(db, spellings(address));
}

/** Where somebody can be written to; null where nowhere. */
export function contactOfUser(user: Pick<store.UserRow, "email" | "phone">): Contact | null {
  return contactsOfUser(user)[0] ?? null;
}

/** Every address that is theirs. */
export function contactsOfUser(user: Pick<store.UserRow, "email" | "phone">): Contact[] {
  const { email, phone } = user;
  return [
    ...(isPlaceholder(email) ? [] : [{ channel: "EMAIL" as const, address: email }]),
    ...(phone === null ? [] : [{ channel: "SMS" as const, address: phone }]),
  ];
}

/** Every address by which a member signs in. */
export async function contactsOfMember(db: Reader, memberId: number): Promise<Contact[]> {
  const user = await store.contactsOfMember(db, memberId);
  return user ? contactsOfUser(user) : [];
}

export function hashPassword(password: string): Promise<string> {
  return hash(password, ARGON);
}

/** Not disabled; the one that has the address in its one form before any other. */
async function userOf(db: Reader, email: string): Promise<store.UserRow | undefined> {
  const candidates = spellings(email);
  const found = await store.usersByEmail(db, candidates);
  return candidates.flatMap((spelling) => found.filter((user) => user.email === spelling))[0];
}

export interface NewUser {
  email: string;
  /** Null for whoever signs in elsewhere. */
  password: string | null;
  name: string;
  role: Role;
  memberId: number | null;
  /** The demo's password, which everybody knows: in development only. */
  isDemo?: boolean;
}

/**
 * @throws DomainError VALIDATION_FAILED at `email` for what is no address or has an account, at
 * `password` for one that is easy to guess
 */
export async function createUser(work: Work, user: NewUser): Promise<number> {
  const email = canonicalEmail(user.email);
  if (email === null) throw atEmail("not an address");
  const { password, name } = user;
  const isKnownToAll = user.isDemo === true && env().MEMBER_SYSTEM_ENV === "development";
  if (password !== null && !isKnownToAll) await requireStrong(password, [email, name]);
  if (await store.emailInUse(work.tx, spellings(email))) throw atEmail("has an account");
  return insertUser(work, { ...user, email });
}

function atEmail(message: string): DomainError {
  return new DomainError("VALIDATION_FAILED", {}, [{ path: "email", message }]);
}

/** The address is in its one form and nobody's, or a placeholder of ours. */
async function insertUser(work: Work, user: NewUser): Promise<number> {
  const { password } = user;
  return insertHashed(work, {
    ...user,
    passwordHash: password === null ? null : await hash(password, ARGON),
  });
}

type HashedUser = Omit<NewUser, "password"> &
  Partial<store.Agreement> & {
    passwordHash: string | null;
    phone?: string | null;
    answeredForBy?: number;
  };

function insertHashed(work: Work, user: HashedUser): Promise<number> {
  const { email, phone = null, passwordHash, name, role, memberId } = user;
  const { termsUrl = null, termsAcceptedAt = null } = user;
  work.audit({ action: "access.createUser", target: `${role}:${email}`, memberId });
  return store.insertUser(work, {
    email,
    phone,
    termsUrl,
    termsAcceptedAt,
    passwordHash,
    name,
    role,
    memberId,
    // Whoever sets a password can sign in by it.
    answeredForBy: user.answeredForBy ?? (passwordHash === null ? null : work.caller.personId),
    createdAt: new Date(),
  });
}

export interface Joining extends store.Agreement {
  contact: Contact;
  memberId: number;
  name: string;
  passwordHash: string | null;
}

/**
 * The account of somebody who signed up and has just proven that the address is theirs. Where somebody
 * has it already, the database refuses it.
 */
export function createMemberUser(work: Work, { contact, ...joining }: Joining): Promise<number> {
  const isPhone = contact.channel === "SMS";
  const email = isPhone ? placeholderEmail(joining.memberId) : contact.address;
  const phone = isPhone ? contact.address : null;
  return insertHashed(work, { ...joining, email, phone, role: "member" });
}

/** The account of somebody who was invited: an operator, whose address is in its one form. */
export function createInvited(
  work: Work,
  invited: { email: string; passwordHash: string; name: string; answeredForBy: number },
): Promise<number> {
  return insertHashed(work, { ...invited, role: "operator", memberId: null });
}

/** The account of a member, where there is one that is not disabled. */
export async function accountIdOfMember(db: Reader, memberId: number): Promise<number | null> {
  const user = await store.userOfMember(db, memberId);
  return user && user.disabledAt === null ? user.id : null;
}

/** The member whom an account signs in; null for the staff's. */
export async function memberOfAccount(userId: number): Promise<number | null> {
  return (await store.memberOfUser(reader, userId))?.memberId ?? null;
}

/** The account that an address belongs to, unless it is disabled. */
export async function accountOfEmail(email: string): Promise<number | undefined> {
  return (await userOf(reader, email))?.id;
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
  const { id: memberId, name } = member;
  const proven = member.email === null ? null : canonicalEmail(member.email);
  const isFree = proven !== null && !(await store.emailInUse(work.tx, spellings(proven)));
  const email = isFree ? proven : placeholderEmail(memberId);
  return insertUser(work, { email, password: null, name, role: "member", memberId });
}
