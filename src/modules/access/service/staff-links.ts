import type { z } from "zod";
import { env } from "@/env";
import { DomainError } from "@/platform/errors";
import { cursorId, pageOf } from "@/platform/paging";
import type { Ask } from "@/platform/trpc";
import type { Work } from "@/platform/work";
import { canSend, sendLater } from "../../sending/service/messages";
import { canonicalEmail } from "../rules/email";
import { LINK_HOURS, type LinkKind, linkStateOf } from "../rules/staff-links";
import type { newestInput, StaffRole } from "../schema/access";
import { endCodesOf } from "../store/codes";
import { endPassesOf } from "../store/passes";
import { endPasskeysOf } from "../store/passkeys";
import { revokeSessionsOf } from "../store/sessions";
import * as store from "../store/staff-links";
import { savePassword, staffNow, type UserRow, userById } from "../store/users";
import { createInvited, hashPassword, isTaken } from "./accounts";
import { hashOfToken, networkOfAsk, newToken, refuseUntil } from "./codes";
import { askToMakeAdmin } from "./operators";
import { newPass } from "./passes";
import { requireStrong } from "./passwords";
import { wantsSecond } from "./policy";
import { countSending } from "./sent-limits";

/**
 * Links for staff: an invitation to join, and a password to be set anew. What stands in one is kept as a
 * hash, and as the sealed text of its message until that was sent: decision 56.
 */

const HOUR_MS = 3600_000;

function refuse(path: string, message: string): never {
  throw new DomainError("VALIDATION_FAILED", {}, [{ path, message }]);
}

/** @throws DomainError VALIDATION_FAILED at `email` (nothing can be sent), RATE_LIMIT_EXCEEDED */
async function countLetter(ask: Ask, email: string): Promise<void> {
  if (!canSend("EMAIL")) refuse("email", "no mail server");
  const now = new Date();
  const contact = { channel: "EMAIL", address: email } as const;
  const from = { network: networkOfAsk(ask), device: null, isByStaff: true };
  const until = await countSending(ask, contact, from, now);
  if (until) refuseUntil(until, now);
}

interface Addressee {
  kind: LinkKind;
  email: string;
  name: string;
  role: StaffRole;
  userId: number | null;
}

/** Writes a link, and the message that has it. */
async function sendLink(work: Work, to: Addressee): Promise<{ linkId: number; expiresAt: Date }> {
  const [token, createdAt] = [newToken(), new Date()];
  const hours = LINK_HOURS[to.kind];
  const expiresAt = new Date(createdAt.getTime() + hours * HOUR_MS);
  const linkId = await store.insertLink(work.tx, {
    ...to,
    tokenHash: hashOfToken(token),
    madeBy: work.actor,
    makerId: work.caller.userId,
    createdAt,
    expiresAt,
  });
  const link = new URL("/welcome", env().APP_URL);
  // Behind the #: no log and no mail scanner that opens it has what stands there.
  link.hash = token;
  const facts = { link: link.href, name: to.name, days: Math.round(hours / 24), hours };
  const kind = to.kind === "INVITATION" ? "INVITATION_LINK" : "RESET_LINK";
  const address = to.email;
  sendLater(work, { channel: "EMAIL", address, kind, memberId: null, facts, expiresAt });
  return { linkId, expiresAt };
}

interface Invitation {
  email: string;
  name: string;
  role: StaffRole;
}

/**
 * Refusals in order: VALIDATION_FAILED at `email` (no address, has an account, nothing can be sent),
 * RATE_LIMIT_EXCEEDED.
 */
export async function prepareInvitation(ask: Ask, input: Invitation): Promise<Invitation> {
  const email = canonicalEmail(input.email);
  if (email === null) return refuse("email", "not an address");
  if (await isTaken(ask.db, { channel: "EMAIL", address: email }))
    refuse("email", "has an account");
  await countLetter(ask, email);
  return { ...input, email };
}

/**
 * Sends a link by which somebody makes their own account; of those to one address the newest works.
 *
 * @throws DomainError PERMISSION_DENIED (SECOND_PERSON) where the policy of approvals wants a second person
 *   for everybody: a link lets in whoever opens it, so accounts are made and approved instead
 */
export async function invite(work: Work, invitation: Invitation) {
  const { email, role } = invitation;
  if (await wantsSecond(work, "ADMIN")) {
    throw new DomainError("PERMISSION_DENIED", { reason: "SECOND_PERSON" });
  }
  store.revokeInvitationsTo(work.tx, email, new Date());
  const sent = await sendLink(work, { kind: "INVITATION", userId: null, ...invitation });
  // Its row names the link: the audit log has neither that nor what stands in it.
  work.audit({ action: "identity.invite", target: `${role}:${email}`, after: { role } });
  return sent;
}

/** Whom a link was sent to and what came of it, the newest first. */
export async function listInvitations(ask: Ask, { limit, cursor }: z.output<typeof newestInput>) {
  const rows = await store.invitationsBefore(ask.db, cursorId(cursor), limit + 1);
  const { shown, nextCursor } = pageOf(rows, limit, ({ id }) => id);
  const now = new Date();
  const items = shown.map((row) => ({
    linkId: row.id,
    email: row.email,
    name: row.name,
    role: row.role,
    state: linkStateOf(row, now),
    invitedBy: row.madeBy,
    createdAt: row.createdAt,
    expiresAt: row.expiresAt,
  }));
  return { items, nextCursor };
}

/** @throws DomainError NOT_FOUND, VERSION_CONFLICT: used or ended already */
export async function revokeInvitation(work: Work, linkId: number) {
  const link = await store.lockLink(work.tx, linkId);
  if (link?.kind !== "INVITATION") throw new DomainError("NOT_FOUND");
  if (!(await store.revokeLink(work.tx, linkId, new Date()))) {
    throw new DomainError("VERSION_CONFLICT");
  }
  const target = `${link.role}:${link.email}`;
  work.audit({ action: "identity.revokeInvitation", target });
  return { linkId };
}

/** @throws DomainError NOT_FOUND (nobody of the staff, or disabled), as countLetter */
export async function prepareReset(ask: Ask, { userId }: { userId: number }): Promise<UserRow> {
  const user = await userById(ask.db, userId);
  if (!user || user.role === "member") throw new DomainError("NOT_FOUND");
  await countLetter(ask, user.email);
  return user;
}

/** Sends somebody of the staff a link to set their password anew; the newest works. */
export async function sendReset(work: Work, user: UserRow) {
  const { id: userId, email, name, role } = user;
  if (role === "member") throw new DomainError("NOT_FOUND");
  store.revokeResetsOf(work.tx, userId, new Date());
  const { expiresAt } = await sendLink(work, { kind: "RESET", userId, email, name, role });
  work.audit({ action: "identity.sendReset", target: `user:${userId}` });
  return { expiresAt };
}

/**
 * A link that opens something now: neither used, revoked nor over, and whoever had it sent still may.
 *
 * @throws DomainError VALIDATION_FAILED at `token`
 */
async function openLink(ask: Pick<Ask, "db">, token: string): Promise<store.StaffLinkRow> {
  const link = await store.findLink(ask.db, hashOfToken(token));
  if (!link || linkStateOf(link, new Date()) !== "OPEN") return refuse("token", "of no use");
  await requireMaker(ask, link);
  return link;
}

async function requireMaker({ db }: Pick<Ask, "db">, { makerId }: store.StaffLinkRow) {
  const maker = makerId === null ? undefined : await staffNow(db, makerId);
  if (maker?.role !== "admin" || maker.disabledAt !== null) refuse("token", "of no use");
}

/** What a page says to whoever brings a link. @throws DomainError VALIDATION_FAILED at `token` */
export async function whatLinkOpens(ask: Ask, { token }: { token: string }) {
  const { kind, email, name, role } = await openLink(ask, token);
  return { kind, email, name, role };
}

interface Choice {
  token: string;
  password: string;
}

/**
 * The password that somebody chose, hashed before the transaction; its strength is only looked at behind a
 * link that works.
 *
 * @throws DomainError VALIDATION_FAILED at `token`, at `password`
 */
export async function prepareLinkUse(ask: Ask, { token, password }: Choice) {
  const link = await openLink(ask, token);
  await requireStrong(password, [link.email, link.name]);
  return { link, hash: await hashPassword(password) };
}

/**
 * Uses a link: of two clicks at once the second is refused. An invitation makes the account, a reset sets
 * the password of one, ends its sessions and passkeys, and leaves its second factor as it is.
 *
 * @throws DomainError VALIDATION_FAILED at `token`
 */
export async function followLink(
  work: Work,
  { link: { id }, hash }: Awaited<ReturnType<typeof prepareLinkUse>>,
): Promise<{ pass: string }> {
  const link = await store.lockLink(work.tx, id);
  const now = new Date();
  if (!link || linkStateOf(link, now) !== "OPEN") return refuse("token", "of no use");
  await requireMaker(work, link);
  const userId =
    link.kind === "INVITATION" ? await join(work, link, hash) : await setAnew(work, link, hash);
  store.markLinkUsed(work.tx, id, userId, now);
  return newPass(work, userId, link.kind);
}

async function join(work: Work, link: store.StaffLinkRow, passwordHash: string): Promise<number> {
  const { email, name, role, makerId, madeBy } = link;
  if (await isTaken(work.tx, { channel: "EMAIL", address: email })) refuse("token", "of no use");
  const maker = makerId === null ? undefined : await userById(work.tx, makerId);
  if (!maker) return refuse("token", "of no use");
  const personId = maker.answeredForBy ?? maker.id;
  // Whoever chose the address may own it: until a second person has agreed it is one with theirs.
  const invited = { email, passwordHash, name, answeredForBy: personId };
  const userId = await createInvited(work, invited);
  work.audit({ action: "identity.acceptInvitation", target: `user:${userId}`, after: { role } });
  if (role === "admin") {
    await askToMakeAdmin(work, { id: userId, name }, { actor: madeBy, personId });
  }
  return userId;
}

async function setAnew(work: Work, link: store.StaffLinkRow, hash: string): Promise<number> {
  const user = link.userId === null ? undefined : await userById(work.tx, link.userId);
  if (!user || user.role === "member") return refuse("token", "of no use");
  if (!(await savePassword(work, user, hash))) throw new DomainError("VERSION_CONFLICT");
  const now = new Date();
  await revokeSessionsOf(work, user.id, now);
  await endPasskeysOf(work.tx, user.id);
  endPassesOf(work.tx, user.id);
  endCodesOf(work.tx, user.id, [user.email]);
  work.audit({ action: "access.resetPassword", target: `user:${user.id}` });
  const expiresAt = new Date(now.getTime() + 24 * HOUR_MS);
  const address = user.email;
  sendLater(work, {
    channel: "EMAIL",
    address,
    kind: "PASSWORD_CHANGED",
    memberId: null,
    expiresAt,
  });
  return user.id;
}
