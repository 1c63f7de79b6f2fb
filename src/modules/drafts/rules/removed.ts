import type { DraftContent } from "../schema";

/**
 * Says where the members of each tier go that the version in force has and the draft has not: as it was
 * said, and one step down where nobody said it or that tier is gone as well. Of other tiers nothing
 * needs to be said.
 */
export function moved(before: DraftContent["tiers"], content: DraftContent): DraftContent {
  const isThere = (code: string) => content.tiers.some((tier) => tier.code === code);
  const gone = before.filter(({ code }) => !isThere(code));
  const removed = gone.map(({ code }) => {
    const said = content.removed.find((move) => move.code === code);
    if (said && isThere(said.moveTo)) return said;
    const place = before.findIndex((tier) => tier.code === code);
    const below = before.slice(0, place).findLast((tier) => isThere(tier.code));
    return { code, moveTo: below?.code ?? content.tiers[0]?.code ?? code };
  });
  return { ...content, removed };
}
