/**
 * What stands behind a percentage of the price that is typed, so that it is read as the shop window
 * will say it: "85" and "85 折" → "折", "8" and "0.8 折" → "= 0.8 折", "85" and "15% off" → "= 15% off".
 *
 * @param priceText the price in words
 */
export function priceUnit(typed: string, priceText: string): string {
  return priceText.startsWith(`${typed} `) ? priceText.slice(typed.length + 1) : `= ${priceText}`;
}
