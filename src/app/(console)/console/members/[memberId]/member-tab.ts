/** What can be looked at about a member, one at a time, named in the address as `tab`. */
export const memberTabs = [
  "ledger",
  "explain",
  "lots",
  "tiers",
  "orders",
  "trial",
  "benefits",
  "redemptions",
  "activities",
  "notes",
  "consents",
  "audit",
] as const;
export type MemberTab = (typeof memberTabs)[number];

export function memberTabFrom(param: string | undefined): MemberTab {
  return memberTabs.find((tab) => tab === param) ?? "ledger";
}

/** The question each list asks, the same on the server and in the browser. */
export function listInput(memberId: string) {
  return { memberId, limit: 20 };
}

/** Of one order alone, where the address names it. */
export function ordersInput(memberId: string, orderId: string | undefined) {
  return { ...listInput(memberId), ...(orderId ? { orderId } : {}) };
}
