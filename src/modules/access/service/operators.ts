import type { z } from "zod";
import { DomainError } from "@/platform/errors";
import { cursorId, pageOf } from "@/platform/paging";
import type { Ask } from "@/platform/trpc";
import type { Work } from "@/platform/work";
import { checkStaffChange, isActingAdmin, type StaffFacts } from "../rules/roles";
import type { changeOperatorInput, createOperatorInput, newestInput } from "../schema/access";
import { keyNames } from "../store/keys";
import { revokeSessionsOf } from "../store/sessions";
import { revokeLinksBy, revokeResetsOf } from "../store/staff-links";
import * as store from "../store/users";
import { createUser } from "./accounts";
import { type Asker, propose } from "./approvals";
import { isByOnePerson } from "./grants";
import { wantsSecond } from "./policy";

/** Everybody who works in the console. */
export async function listOperators(ask: Ask, { limit, cursor }: z.output<typeof newestInput>) {
  const rows = await store.staffBefore(ask.db, cursorId(cursor), limit + 1);
  const { shown, nextCursor } = pageOf(rows, limit, ({ id }) => id);
  const isOnlyOne = (await store.actingAdmins(ask.db)) <= 1;
  const items = shown.map((row) => ({
    userId: row.id,
    name: row.name,
    email: row.email,
    role: row.role,
    disabled: row.disabledAt !== null,
    lastAdmin: isOnlyOne && row.role === "admin" && row.disabledAt === null,
    self: row.id === ask.caller.userId,
    createdAt: row.createdAt,
    lastSignInAt: row.lastSignInAt,
    hasSecondFactor: Boolean(row.hasSecondFactor),
    hasPasskey: Boolean(row.hasPasskey),
  }));
  return { items, nextCursor };
}

/**
 * Makes an account for the console. An admin's is an operator's until a second person has approved it;
 * where the policy of approvals wants one for everybody, it is disabled until then.
 *
 * @throws DomainError VALIDATION_FAILED when the address has an account
 */
export async function createOperator(work: Work, input: z.output<typeof createOperatorInput>) {
  const disabled = await wantsSecond(work, "ADMIN");
  const before: StaffFacts = { role: "operator", disabled };
  const waits = disabled || (input.role === "admin" && isByOnePerson(work));
  const made = waits ? { ...input, role: before.role } : input;
  const userId = await createUser(work, { ...made, memberId: null });
  const disabledAt = new Date();
  if (disabled) await store.saveStaff(work, { id: userId, role: before.role, disabledAt });
  const after: StaffFacts = { role: input.role, disabled: false };
  const approvalId = waits
    ? await proposeAdmin(work, { id: userId, name: input.name }, before, after)
    : null;
  return { userId, approvalId };
}

/** Somebody who was invited to be an admin has joined: the one who invited them asks. */
export function askToMakeAdmin(
  work: Work,
  user: { id: number; name: string },
  asker: Asker,
): Promise<number> {
  const before: StaffFacts = { role: "operator", disabled: false };
  return proposeAdmin(work, user, before, { ...before, role: "admin" }, asker);
}

function proposeAdmin(
  work: Work,
  user: { id: number; name: string },
  before: StaffFacts,
  after: StaffFacts,
  asker?: Asker,
): Promise<number> {
  const differs = (field: keyof StaffFacts) => before[field] !== after[field];
  return propose(work, {
    kind: "ADMIN",
    subject: `user:${user.id}`,
    name: user.name,
    changes: (["role", "disabled"] as const).filter(differs).map((field) => {
      return { field, before: String(before[field]), after: String(after[field]) };
    }),
    reason: user.name,
    apply: { userId: user.id, before, after } satisfies StaffEdit,
    ...(asker && { asker }),
  });
}

/** A change of an account as it waits for a second person. */
export interface StaffEdit {
  userId: number;
  before: StaffFacts;
  after: StaffFacts;
}

/**
 * A change that a second person has agreed to, of the account as they saw it: it brings back nothing
 * that happened to it meanwhile.
 *
 * Refusals in order: NOT_FOUND, VERSION_CONFLICT (it has another role, was disabled or let in since),
 * those of changeOperator.
 */
export async function editOperator(work: Work, edit: StaffEdit): Promise<void> {
  const { userId, after } = edit;
  const locked = await store.lockStaff(work.tx, userId);
  const user = locked.find(({ id }) => id === userId);
  if (!user) throw new DomainError("NOT_FOUND");
  const before = edit.before as StaffFacts | undefined;
  const disabled = user.disabledAt !== null;
  if (before?.role !== user.role || before.disabled !== disabled) {
    throw new DomainError("VERSION_CONFLICT", { userId: String(userId) });
  }
  await changeOperator(work, { userId, ...after }, true);
}

/**
 * Changes what somebody may do here. Disabling ends their sessions at once. That somebody becomes an
 * admin who may sign in waits for a second person, or by the policy of approvals that anybody is let in
 * again; nothing of such a change happens before.
 *
 * Refusals in order: NOT_FOUND, PERMISSION_DENIED (OWN_ACCOUNT, LAST_ADMIN).
 *
 * @param approved a second person has agreed
 */
export async function changeOperator(
  work: Work,
  input: z.output<typeof changeOperatorInput>,
  approved = false,
) {
  const { userId } = input;
  const locked = await store.lockStaff(work.tx, userId);
  const user = locked.find(({ id }) => id === userId);
  if (!user) throw new DomainError("NOT_FOUND");
  const before = { role: user.role, disabled: user.disabledAt !== null };
  const after = { role: input.role ?? before.role, disabled: input.disabled ?? before.disabled };
  const acting = locked.filter(({ role, disabledAt }) => role === "admin" && disabledAt === null);
  const isSelf = work.caller.userId === userId;
  checkStaffChange(before, after, { isSelf, actingAdmins: acting.length });
  const becomesAdmin = isActingAdmin(after) && !isActingAdmin(before);
  const isLetIn = before.disabled && !after.disabled && (await wantsSecond(work, "ADMIN"));
  if ((becomesAdmin || isLetIn) && !approved && isByOnePerson(work)) {
    const approvalId = await proposeAdmin(work, user, before, after);
    return { userId, ...before, approvalId };
  }
  const now = new Date();
  const disabledAt = after.disabled ? (user.disabledAt ?? now) : null;
  await store.saveStaff(work, { id: userId, role: after.role, disabledAt });
  if (after.disabled) await revokeSessionsOf(work, userId, now);
  if (after.disabled) revokeResetsOf(work.tx, userId, now);
  if (!isActingAdmin(after)) revokeLinksBy(work.tx, userId, now);
  // Two have agreed about them: whoever invited them does not answer for them any more.
  if (becomesAdmin && approved) await store.releaseInvited(work, userId);
  work.audit({ action: "access.changeOperator", target: `user:${userId}`, before, after });
  return { userId, ...after, approvalId: null };
}

/** What somebody of the staff is by now; undefined where there is no such account. */
export async function staffRoleNow(work: Work, userId: number): Promise<StaffFacts | undefined> {
  const user = await store.staffNow(work.tx, userId);
  return user && { role: user.role, disabled: user.disabledAt !== null };
}

/** The names of several of the staff by their user id. */
export async function namesOfUsers(ask: Pick<Ask, "db">, ids: readonly number[]) {
  const rows = ids.length > 0 ? await store.userNames(ask.db, [...new Set(ids)]) : [];
  return new Map(rows.map(({ id, name }) => [id, name]));
}

/** Whom the names of ledger, audit and approvals stand for: "operator:6" → "Lin Xia". */
export async function namesOfActors(ask: Ask, actors: readonly string[]) {
  const idsOf = (kinds: readonly string[]) =>
    [...new Set(actors.map((actor) => actor.split(":")))].flatMap(([kind = "", id = ""]) =>
      kinds.includes(kind) && /^\d{1,15}$/.test(id) ? [Number(id)] : [],
    );
  const [staff, services] = [idsOf(["operator", "admin"]), idsOf(["service"])];
  const [users, keys] = await Promise.all([
    staff.length > 0 ? store.userNames(ask.db, staff) : [],
    services.length > 0 ? keyNames(ask.db, services) : [],
  ]);
  const named = new Map<string, string>([
    ...users.flatMap(({ id, name }) => [
      [`operator:${id}`, name] as const,
      [`admin:${id}`, name] as const,
    ]),
    ...keys.map(({ id, name }) => [`service:${id}`, name] as const),
  ]);
  const items = [...new Set(actors)].flatMap((actor) => {
    const name = named.get(actor);
    return name === undefined ? [] : [{ actor, name }];
  });
  return { items };
}
