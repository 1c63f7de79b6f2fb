/** What is kept of a guest's order: pure. */

export const EVENT_KINDS = [
  "ORDER_COMPLETED",
  "ORDER_CHANGED",
  "RETURN_REQUESTED",
  "RETURN_REJECTED",
  "ORDER_REFUNDED",
  "ORDER_CANCELLED",
] as const;
export type EventKind = (typeof EVENT_KINDS)[number];

export function isGuestKind(type: string): type is EventKind {
  return (EVENT_KINDS as readonly string[]).includes(type);
}

/** Which is carried out first of what happened at one moment: the order and its edits, then what is done to it. */
export function positionOf(kind: EventKind): number {
  return Math.max(0, EVENT_KINDS.indexOf(kind) - 1);
}

const DAY_MS = 86_400_000;
/** Kept so much longer than it can be claimed: for a setting that is raised again, and for late events. */
export const GRACE_DAYS = 30;

/** Orders from then on belong to who claims now. */
export function claimedSince(now: Date, claimDays: number): Date {
  return new Date(now.getTime() - claimDays * DAY_MS);
}

/** What was ordered before then and nobody claimed is forgotten. */
export function forgottenBefore(now: Date, claimDays: number): Date {
  return new Date(now.getTime() - (claimDays + GRACE_DAYS) * DAY_MS);
}

/** What an event says that may not differ when it is told again. */
const FIRM: Record<EventKind, readonly string[]> = {
  ORDER_COMPLETED: ["orderId", "currency", "paidAmountMinor", "orderAmountMinor"],
  ORDER_CHANGED: ["currency", "paidAmountMinor", "orderAmountMinor", "lines"],
  RETURN_REQUESTED: ["orderId", "currency", "amountMinor"],
  RETURN_REJECTED: ["orderId"],
  ORDER_REFUNDED: ["orderId", "currency", "amountMinor", "shippingMinor", "otherMinor"],
  ORDER_CANCELLED: ["orderId"],
};

type Data = Readonly<Record<string, unknown>>;

/**
 * What two tellings of one event contradict each other in, or null. Who tells it again need not tell
 * everything again. Example: paidAmountMinor 500 and 600 → "paidAmountMinor".
 */
export function contradiction(kind: EventKind, told: Data, again: Data): string | null {
  const differs = (name: string) =>
    told[name] !== undefined &&
    again[name] !== undefined &&
    JSON.stringify(told[name]) !== JSON.stringify(again[name]);
  return FIRM[kind].find(differs) ?? null;
}
