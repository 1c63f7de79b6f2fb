import type { FieldError } from "@/platform/errors";
import type { ApprovalChange, ApprovalKind } from "../schema/approvals";
import { type ActPolicy, WITH_WORTH } from "../schema/policy";

/** An act of which nothing is said: the limits of the rules decide, and an admin. */
export const DEFAULT_POLICY: ActPolicy = {
  always: false,
  aboveMinor: null,
  dayMinor: null,
  decidedBy: "ADMIN",
  waitDays: 30,
};

/**
 * Whether one act alone is more than one person decides on. What has no bound is worth more than any.
 * Examples: above ¥100, worth ¥100 → no; worth ¥100.01 → yes; worth null → yes.
 */
export function isBeyond({ always, aboveMinor }: ActPolicy, worthMinor: number | null): boolean {
  if (always) return true;
  return aboveMinor !== null && (worthMinor === null || worthMinor > aboveMinor);
}

/** What does not fit an act or together: a worth where there is none, a day below one act. */
export function policyFaults(act: ApprovalKind, policy: ActPolicy): FieldError[] {
  const { aboveMinor, dayMinor, decidedBy } = policy;
  const errors: FieldError[] = [];
  const hasWorth = WITH_WORTH.includes(act);
  if (!hasWorth && aboveMinor !== null) errors.push({ path: "aboveMinor", message: "null" });
  if (!hasWorth && dayMinor !== null) errors.push({ path: "dayMinor", message: "null" });
  if (!hasWorth && decidedBy !== "ADMIN") errors.push({ path: "decidedBy", message: "ADMIN" });
  if (hasWorth && (aboveMinor === null) !== (dayMinor === null)) {
    errors.push({ path: "dayMinor", message: "aboveMinor" });
  }
  if (aboveMinor !== null && dayMinor !== null && dayMinor < aboveMinor) {
    errors.push({ path: "dayMinor", message: `≥ ${aboveMinor}` });
  }
  return errors;
}

const FIELDS = {
  always: "policyAlways",
  aboveMinor: "policyAboveMinor",
  dayMinor: "policyDayMinor",
  decidedBy: "policyDecidedBy",
  waitDays: "policyWaitDays",
} as const;

/** What a new policy says otherwise, field by field. */
export function policyChanges(before: ActPolicy, after: ActPolicy): ApprovalChange[] {
  const textOf = (value: string | number | boolean | null) => (value === null ? null : `${value}`);
  return (Object.keys(FIELDS) as (keyof typeof FIELDS)[])
    .filter((name) => before[name] !== after[name])
    .map((name) => ({
      field: FIELDS[name],
      before: textOf(before[name]),
      after: textOf(after[name]),
    }));
}

/**
 * The mailbox behind an address, as far as its form tells: two accounts of one are one person.
 * Examples: "Lin+2@shop.cn" → "lin@shop.cn"; "l.i.n@gmail.com" → "lin@gmail.com".
 */
export function ownMailboxOf(email: string): string {
  const [local = "", domain = ""] = email.trim().toLowerCase().split("@");
  const [plain = ""] = local.split("+");
  const isGoogle = domain === "gmail.com" || domain === "googlemail.com";
  return isGoogle ? `${plain.replaceAll(".", "")}@gmail.com` : `${plain}@${domain}`;
}
