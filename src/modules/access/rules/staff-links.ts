/** Links that were sent to staff. */

export const LINK_KINDS = ["INVITATION", "RESET"] as const;
export type LinkKind = (typeof LINK_KINDS)[number];

/** How long each works. */
export const LINK_HOURS: Record<LinkKind, number> = { INVITATION: 7 * 24, RESET: 24 };

export type LinkState = "OPEN" | "USED" | "REVOKED" | "EXPIRED";

/** Example: one that expires now, neither used nor revoked → EXPIRED. */
export function linkStateOf(
  link: { usedAt: Date | null; revokedAt: Date | null; expiresAt: Date },
  now: Date,
): LinkState {
  if (link.usedAt !== null) return "USED";
  if (link.revokedAt !== null) return "REVOKED";
  return link.expiresAt <= now ? "EXPIRED" : "OPEN";
}
