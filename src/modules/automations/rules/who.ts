import type { Conditions } from "../schema";

/** A member as conditions look at them. */
export interface Standing {
  status: string;
  tierCode: string;
  marketingConsent: boolean;
}

/** Whether an automation is for a member, orders aside. */
export function isFor({ tiers, marketingOnly }: Conditions, member: Standing): boolean {
  if (tiers.length > 0 && !tiers.includes(member.tierCode)) return false;
  return !marketingOnly || member.marketingConsent;
}
