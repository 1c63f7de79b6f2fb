import { DomainError } from "@/platform/errors";
import {
  type Permission,
  READING_SCOPES,
  type Role,
  type Scope,
  type StaffRole,
} from "../schema/access";
import type { ApprovalKind } from "../schema/approvals";

const OPERATOR: readonly Permission[] = [
  "members:read",
  "members:write",
  "points:adjust",
  "rewards:write",
  "activities:write",
  "program:read",
  "program:draft",
  "audit:read",
  "stats:read",
  "lists:export",
];

/**
 * What a role may do. A member has no permission: what is theirs they reach by being themselves.
 * Example: permissionsOf("admin") has everything an operator has and "program:publish".
 */
export function permissionsOf(role: Role): readonly Permission[] {
  switch (role) {
    case "member":
      return [];
    case "operator":
      return OPERATOR;
    case "admin":
      return [...OPERATOR, "points:approve", "program:publish", "access:manage"];
  }
}

/** Who a request comes from, as far as these rules look. */
interface Acting {
  kind: string;
  actor: string;
  userId: number | null;
  personId: number | null;
  pointsPerDayMax: number | null;
}

/**
 * Whose day what is given counts on: the person's, with all their roles and keys; a key's own where two
 * persons gave it a limit, or where nobody is known who made it. Null for jobs and the server's operator.
 * Examples: admin 5 → "user:5"; a key that admin 5 made → "user:5"; with a limit of its own → "key:7".
 */
export function grantorOf(caller: Acting): { name: string; pointsPerDayMax: number | null } | null {
  const { kind, actor, userId, personId, pointsPerDayMax } = caller;
  const own = { name: actor.replace("service:", "key:"), pointsPerDayMax };
  switch (kind) {
    case "operator":
    case "admin":
      return { name: `user:${personId ?? userId}`, pointsPerDayMax: null };
    case "service":
      if (pointsPerDayMax !== null || personId === null) return own;
      return { name: `user:${personId}`, pointsPerDayMax: null };
    default:
      return null;
  }
}

/**
 * Whether somebody may decide what was asked for: a person, and another one than asked. Example: asked
 * for as operator 5 or by a key of theirs, decided as admin 5 → no.
 */
export function isOtherPerson(
  request: { requestedBy: string; requesterId: number | null },
  caller: Acting,
): boolean {
  if (caller.personId === null || caller.kind === "service") return false;
  return request.requesterId !== caller.personId && request.requestedBy !== caller.actor;
}

/** Whether somebody asked for it themselves, as whoever and with whatever key. */
export function isOwnRequest(
  request: { requestedBy: string; requesterId: number | null },
  { actor, personId }: Pick<Acting, "actor" | "personId">,
): boolean {
  return request.requestedBy === actor || (personId !== null && request.requesterId === personId);
}

/** What whoever asks must be allowed to do. */
const ASKED_WITH: Record<ApprovalKind, Permission> = {
  ADJUSTMENT: "points:adjust",
  BATCH: "points:adjust",
  KEY: "access:manage",
  ADMIN: "access:manage",
  RULES: "program:publish",
  ACTIVITY: "activities:write",
  REWARD: "rewards:write",
  COUPON: "rewards:write",
  POLICY: "access:manage",
  AUTOMATION: "activities:write",
};

/** Whether somebody of the staff may still ask for what they asked for: disabled or with another role. */
export function mayStillAsk(kind: ApprovalKind, { role, disabled }: StaffFacts): boolean {
  return !disabled && permissionsOf(role).includes(ASKED_WITH[kind]);
}

/** Whether somebody of the staff decides on requests of a kind, as its policy says. */
export function mayDecide(
  kind: ApprovalKind,
  decidedBy: "ADMIN" | "STAFF",
  grants: ReadonlySet<string> | readonly Permission[],
): boolean {
  const granted = new Set<string>(grants);
  return granted.has(decidedBy === "STAFF" ? ASKED_WITH[kind] : "points:approve");
}

/**
 * Whether a key can give by itself, so that two persons make it: whoever tells of orders makes points,
 * and no day's sum counts them. Example: members:read → no; points:write → yes.
 */
export function isPowerful(key: {
  scopes: readonly Scope[];
  pointsPerDayMax: number | null;
}): boolean {
  return key.pointsPerDayMax !== null || key.scopes.some((one) => !READING_SCOPES.includes(one));
}

/** Requests a minute through the doors. Services have the limit of their key, none by default. */
export const RATE_PER_MINUTE = { member: 100, operator: 1000, admin: 1000 } as const;

/** How long a sign-in lasts at most. */
export const SESSION_DAYS = 30;

/** A session of an operator or admin that nobody used for so long has ended; a member's has not. */
export const STAFF_IDLE_HOURS = 12;

/** Example: keyStateOf({ revokedAt: null, expiresAt: 12:00, waiting: false }, 12:00) = "EXPIRED". */
export function keyStateOf(
  key: { revokedAt: Date | null; expiresAt: Date | null; waiting: boolean },
  now: Date,
): "ACTIVE" | "WAITING" | "EXPIRED" | "REVOKED" {
  if (key.revokedAt !== null) return "REVOKED";
  if (key.expiresAt !== null && key.expiresAt <= now) return "EXPIRED";
  return key.waiting ? "WAITING" : "ACTIVE";
}

export interface StaffFacts {
  role: StaffRole;
  disabled: boolean;
}

/** Whether somebody is an admin who may sign in: one of them must always be left, and two make one. */
export function isActingAdmin({ role, disabled }: StaffFacts): boolean {
  return role === "admin" && !disabled;
}

/**
 * Nobody shuts themselves out, and somebody who can let others in is always left. Example: the only
 * active admin cannot become an operator.
 *
 * @param actingAdmins how many admins may sign in before the change
 * @throws DomainError PERMISSION_DENIED with the reason OWN_ACCOUNT or LAST_ADMIN
 */
export function checkStaffChange(
  before: StaffFacts,
  after: StaffFacts,
  { isSelf, actingAdmins }: { isSelf: boolean; actingAdmins: number },
): void {
  if (isSelf && after.disabled && !before.disabled) {
    throw new DomainError("PERMISSION_DENIED", { reason: "OWN_ACCOUNT" });
  }
  if (isActingAdmin(before) && !isActingAdmin(after) && actingAdmins <= 1) {
    throw new DomainError("PERMISSION_DENIED", { reason: "LAST_ADMIN" });
  }
}
