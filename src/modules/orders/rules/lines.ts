import type { Cart, OrderLine, OrderScope } from "../schema/cart";

/** Which lines of an order or a cart a rule is about: pure, over what the shop told. */

type Filter = OrderScope["include"];
type Sorted = Pick<OrderLine, "sku" | "categories" | "brand">;

/** The words of published rules and terms never change: they are made ready once. */
const ready = new WeakMap<readonly string[], ReadonlySet<string>>();

function setOf(words: readonly string[]): ReadonlySet<string> {
  const known = ready.get(words);
  if (known) return known;
  const made = new Set(words);
  ready.set(words, made);
  return made;
}

type Test = (line: Sorted) => boolean;

/** For each list that has words, whether a line has one of them. */
function testsOf({ categories, brands, skus }: Filter): Test[] {
  const [ofCategories, ofBrands, ofSkus] = [setOf(categories), setOf(brands), setOf(skus)];
  const tests: [ReadonlySet<string>, Test][] = [
    [ofCategories, (line) => line.categories.some((word) => ofCategories.has(word))],
    [ofBrands, ({ brand }) => brand !== undefined && ofBrands.has(brand)],
    [ofSkus, ({ sku }) => ofSkus.has(sku)],
  ];
  return tests.flatMap(([words, test]) => (words.size > 0 ? [test] : []));
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
  const [included, excluded] = [testsOf(scope.include), testsOf(scope.exclude)];
  return lines.filter(
    (line) => included.every((is) => is(line)) && !excluded.some((is) => is(line)),
  );
}
