/**
 * Until when nothing automatic lowers a tier, and whether somebody set it so by hand. A tier that was
 * set lower by hand says nothing about the one there is.
 */
export function heldUntil(
  code: string,
  { protectedUntil, floor }: { protectedUntil: string | null; floor: Floor | null },
): { until: string | null; byHand: boolean } {
  if (floor?.code !== code) return { until: protectedUntil, byHand: false };
  const isLonger = protectedUntil !== null && protectedUntil > floor.until;
  return { until: isLonger ? protectedUntil : floor.until, byHand: true };
}

export interface Floor {
  code: string;
  until: string;
}
