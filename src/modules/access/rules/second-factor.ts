import type { ArrivedBy, Demand, Role } from "../schema/access";

/** What a session lacks before it opens anything: a code, a passkey in its place, or a second factor at all. */
export type Owed = "CODE" | "PASSKEY" | "ENROLMENT";

export const OWING_MINUTES = 30;
export const RECOVERY_CODES = 10;

export interface FactorFacts {
  role: Role;
  hasFactor: boolean;
  hasPasskey: boolean;
  demand: Demand;
}

/** Whether a second factor is asked of somebody who may have none yet. */
export function isDemanded({ role, demand }: Pick<FactorFacts, "role" | "demand">): boolean {
  if (role === "member") return false;
  return demand === "STAFF" || (demand === "ADMINS" && role === "admin");
}

/**
 * What somebody owes who came in. Whoever has a second factor gives it, asked for or not; a passkey is
 * two: the device, and who unlocked it. Of whom one is asked who has passkeys alone, one of these is: whoever has
 * but their password must not be the one who sets another factor up. Examples: an admin without one, asked of ADMINS, by PASSWORD →
 * ENROLMENT; an operator with one, asked of NOBODY, by PROVIDER → CODE; by PASSKEY → null.
 */
export function owedBy(facts: FactorFacts, by: ArrivedBy): Owed | null {
  if (facts.role === "member" || by === "PASSKEY") return null;
  if (facts.hasFactor) return "CODE";
  if (!isDemanded(facts)) return null;
  return facts.hasPasskey ? "PASSKEY" : "ENROLMENT";
}

/** Letters and digits that are not taken for one another. */
export const RECOVERY_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ";
const RECOVERY_LENGTH = 12;

/**
 * A recovery code as it is compared, or null for what is none: however it was grouped and in whichever
 * case. Example: "abcd-efgh 2345" → ABCDEFGH2345.
 */
export function recoveryCodeOf(typed: string): string | null {
  const text = typed.toUpperCase().replace(/[\s-]/g, "");
  const isOne = [...text].every((letter) => RECOVERY_ALPHABET.includes(letter));
  return isOne && text.length === RECOVERY_LENGTH ? text : null;
}

/** Six digits of an app, as people type them: "123 456" → 123456; null for anything else. */
export function appCodeOf(typed: string): string | null {
  const text = typed.replace(/\s/g, "");
  return /^\d{6}$/.test(text) ? text : null;
}
