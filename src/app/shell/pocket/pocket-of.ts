import type { Outputs } from "@/trpc/client";
import type { Pocket } from "./pocket";

interface Known {
  ownerId: string;
  profile: Outputs["profile"]["get"];
  balance: Outputs["points"]["balance"];
  brand: string;
  now: Date;
}

/** What a device remembers of all that the server said. */
export function pocketOf({ ownerId, profile, balance, brand, now }: Known): Pocket {
  const { memberCode, nickname, nextTier } = profile;
  const { code, name, rank, discountRateBps, multiplierPct } = profile.tier;
  return {
    ownerId,
    memberCode,
    nickname,
    brand,
    tier: { code, name, rank, discountRateBps, multiplierPct },
    points: { available: balance.available, pending: balance.pending },
    worthMinor: balance.worthMinor,
    nextTier: nextTier && { name: nextTier.name, gapMinor: nextTier.remainingMinor },
    savedAt: now.toISOString(),
  };
}
