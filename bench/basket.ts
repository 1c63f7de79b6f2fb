import { bestBasket } from "@/modules/purchases/rules/basket";
import { basketOf, drawing } from "@/testing/baskets";

/** What choosing the best basket costs a quote: calculation alone, since it reads nothing. */

const CARTS = 500;
const SEED = 65;

/** Prices from which 20 coupons take all, much, and little. */
const PRICES = [300, 3000, 30_000];

/** 50 lines × 20 coupons, four in five of which go together. */
export function basketFigures(): string {
  const draw = drawing(SEED);
  let proven = 0;
  const times = Array.from({ length: CARTS }, (_, turn) => {
    const priceMinor = PRICES[turn % PRICES.length] ?? 300;
    const sizes = { lines: 50, coupons: 20, amounts: 0, priceMinor, worthMinor: 5000 };
    const cart = basketOf(draw, sizes);
    const startedAt = performance.now();
    if (bestBasket(cart).isProven) proven += 1;
    return performance.now() - startedAt;
  }).toSorted((one, other) => one - other);
  const at = (share: number) => (times[Math.ceil(CARTS * share) - 1] ?? Number.NaN).toFixed(1);
  return `best basket, 50 lines × 20 coupons: p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, at most ${at(1)} ms; proven ${proven} of ${CARTS}`;
}
