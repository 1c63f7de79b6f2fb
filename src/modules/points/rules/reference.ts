import type { Reference } from "../schema/references";

const OPAQUE = /^[0-9a-f]{24}:/;

/**
 * A reference as people see it. A referrer's reward once went by the invited member's order, which is
 * nobody's business. Example: REFERRAL A1001:referrer → referrer.
 */
export function shownReference(type: string, id: string): string {
  const isForeign = type === "REFERRAL" && id.endsWith(":referrer") && !OPAQUE.test(id);
  return isForeign ? "referrer" : id;
}

/** What names the entries of an order's nth edit that counted: no order id has a space. */
export function changeReference(orderId: string, nth: number) {
  return { type: "CHANGE" as const, id: `${orderId} ${nth}` };
}

/** The entries by which an order's own points came: its first one and those of its edits. */
export function earnedByOrder(orderId: string, changeCount: number): Reference<"EARN">[] {
  const changes = Array.from({ length: changeCount }, (_, n) => changeReference(orderId, n + 1));
  return [{ type: "ORDER", id: orderId }, ...changes];
}
