import type { Permission, Role } from "./schema";

const OPERATOR: readonly Permission[] = [
  "members:read",
  "members:write",
  "points:adjust",
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

/** How long a sign-in lasts. */
export const SESSION_DAYS = 30;

/** One address has one account, whatever its case. Example: " Lin@Shop.CN " → "lin@shop.cn". */
export function normalEmail(email: string): string {
  return email.trim().toLowerCase();
}
