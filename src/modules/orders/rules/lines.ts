import type { Cart, OrderLine, OrderScope } from "../schema/cart";

/** Which lines of an order or a cart a rule is about: pure, over what the shop told. */

type Filter = OrderScope["include"];
type Sorted = Pick<OrderLine, "sku" | "categories" | "brand">;

const has = (words: readonly string[], of: readonly string[]) =>
  of.some((word) => words.includes(word));

/** For each list that has words, whether the line has one of them. */
function hits(line: Sorted, { categories, brands, skus }: Filter): boolean[] {
  const asked: [readonly string[], readonly string[]][] = [
    [categories, line.categories],
    [brands, line.brand === undefined ? [] : [line.brand]],
    [skus, [line.sku]],
  ];
  return asked.filter(([words]) => words.length > 0).map(([words, of]) => has(words, of));
}

const allows = (words: readonly string[], word: string | undefined) =>
  words.length === 0 || (word !== undefined && words.includes(word));

/**
 * The lines of a cart that a rule is about: of its channels and stores, in every list of words it
 * includes, in none that it excludes.
 * Example: include categories SHOES, exclude brands ACME → the shoes that are not by ACME.
 */
export function linesInScope<Line extends Sorted>(
  { lines, channel, store }: Pick<Cart, "channel" | "store"> & { lines: readonly Line[] },
  scope: OrderScope,
): Line[] {
  if (!allows(scope.channels, channel) || !allows(scope.stores, store)) return [];
  return lines.filter(
    (line) => hits(line, scope.include).every(Boolean) && !hits(line, scope.exclude).some(Boolean),
  );
}
