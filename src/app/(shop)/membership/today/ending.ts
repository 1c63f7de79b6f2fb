const DAY_MS = 24 * 60 * 60 * 1000;
/** Points have a month's notice, as in their e-mail; a coupon a week's. */
const POINTS_SOON_MS = 30 * DAY_MS;
const COUPON_SOON_MS = 7 * DAY_MS;

interface Ending {
  points: number;
  expiresAt: string;
}

/** All points that end within a month, and the first end of them. */
export function pointsEndingSoon(expiring: readonly Ending[], now: Date): Ending | null {
  const end = now.getTime() + POINTS_SOON_MS;
  const soon = expiring
    .filter(({ expiresAt }) => new Date(expiresAt).getTime() <= end)
    .sort((a, b) => a.expiresAt.localeCompare(b.expiresAt));
  const [first] = soon;
  if (!first) return null;
  return { points: soon.reduce((sum, { points }) => sum + points, 0), expiresAt: first.expiresAt };
}

/** The coupon that can be used and ends first, if that is within a week. */
export function couponEndingFirst<C extends { state: string; validUntil: string | null }>(
  coupons: readonly C[],
  now: Date,
): C | null {
  const end = new Date(now.getTime() + COUPON_SOON_MS).toISOString();
  const [first] = coupons
    .filter(({ state, validUntil }) => state === "ACTIVE" && validUntil && validUntil <= end)
    .sort((a, b) => (a.validUntil ?? "").localeCompare(b.validUntil ?? ""));
  return first ?? null;
}
