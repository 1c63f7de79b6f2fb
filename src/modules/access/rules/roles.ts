import { DomainError } from "@/platform/errors";
import type { Permission, Role, StaffRole } from "../schema";

const OPERATOR: readonly Permission[] = [
  "members:read",
  "members:write",
  "points:adjust",
  "rewards:write",
  "activities:write",
  "benefits:write",
  "program:read",
  "audit:read",
  "stats:read",
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

/** Requests a minute through the doors. Services have the limit of their key, none by default. */
export const RATE_PER_MINUTE = { member: 100, operator: 1000, admin: 1000 } as const;

/** How long a sign-in lasts at most. */
export const SESSION_DAYS = 30;

/** A session of an operator or admin that nobody used for so long has ended; a member's has not. */
export const STAFF_IDLE_HOURS = 12;

/** Example: keyStateOf({ revokedAt: null, expiresAt: 12:00 }, 12:00) = "EXPIRED". */
export function keyStateOf(
  key: { revokedAt: Date | null; expiresAt: Date | null },
  now: Date,
): "ACTIVE" | "EXPIRED" | "REVOKED" {
  if (key.revokedAt !== null) return "REVOKED";
  return key.expiresAt !== null && key.expiresAt <= now ? "EXPIRED" : "ACTIVE";
}

export interface StaffFacts {
  role: StaffRole;
  disabled: boolean;
}

/** Whether somebody is an admin who may sign in: one of them must always be left. */
function isActingAdmin({ role, disabled }: StaffFacts): boolean {
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
