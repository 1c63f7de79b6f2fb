const OPAQUE = /^[0-9a-f]{24}:/;

/**
 * A reference as people see it. A referrer's reward once went by the invited member's order, which is
 * nobody's business. Example: REFERRAL A1001:referrer → referrer.
 */
export function shownReference(type: string, id: string): string {
  const isForeign = type === "REFERRAL" && id.endsWith(":referrer") && !OPAQUE.test(id);
  return isForeign ? "referrer" : id;
}
