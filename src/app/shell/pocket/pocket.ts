import { forgetEverything, remember, remembered } from "@/ui/device-memory";

/**
 * What a member's own device remembers of their card, for where there is no connection: in this browser
 * alone, of one member at a time, and gone as soon as somebody else, or nobody, is signed in. Nothing
 * is decided by it.
 */

export interface Pocket {
  ownerId: string;
  memberCode: string;
  nickname: string | null;
  brand: string;
  tier: {
    code: string;
    name: string;
    rank: number;
    discountRateBps: number;
    multiplierPct: number;
  };
  points: { available: number; pending: number };
  worthMinor: number;
  nextTier: { name: string; gapMinor: number } | null;
  /** When the server said so. */
  savedAt: string;
}

/** Codes of the next minutes, by the server's clock. */
export interface PocketCodes {
  ownerId: string;
  stepSeconds: number;
  /** How far the server's clock is ahead of this device's. */
  aheadMs: number;
  items: { code: string; from: string; until: string }[];
}

const POCKET = "pocket";
const CODES = "pocket-codes";
const KEPT_MS = 30 * 86_400_000;

export function keepPocket(pocket: Pocket): void {
  forgetOthers(pocket.ownerId);
  remember(POCKET, pocket);
}

export function keepCodes(codes: PocketCodes): void {
  remember(CODES, codes);
}

/** @param ownerId whose device it is now; null for nobody's, or nobody with a card */
export function forgetOthers(ownerId: string | null): void {
  const owners = [POCKET, CODES].map((name) => remembered<{ ownerId?: string }>(name)?.ownerId);
  if (ownerId === null || owners.some((owner) => owner !== undefined && owner !== ownerId)) {
    forgetEverything();
  }
}

/** What was kept, as long as it says something. */
export function readPocket(now: Date): { pocket: Pocket; codes: PocketCodes | null } | null {
  const pocket = remembered<Pocket>(POCKET);
  if (!pocket) return null;
  const age = now.getTime() - Date.parse(pocket.savedAt);
  if (Number.isNaN(age) || age > KEPT_MS) {
    forgetEverything();
    return null;
  }
  const codes = remembered<PocketCodes>(CODES);
  return { pocket, codes: codes?.ownerId === pocket.ownerId ? codes : null };
}
