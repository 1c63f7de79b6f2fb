import { type OrderScope, orderScope } from "@/modules/orders/schema/cart";

/** Which goods a rule is about as it stands in a form: text, list by list, so that nothing typed is lost. */

export const goodsWords = [
  "categories",
  "brands",
  "skus",
  "exceptCategories",
  "exceptBrands",
  "exceptSkus",
  "channels",
  "stores",
] as const;
export type GoodsWords = (typeof goodsWords)[number];

export type ScopeDraft = Record<GoodsWords, string>;

const written = (words: readonly string[]) => words.join(", ");

const read = (text: string) =>
  text
    .split(/[,，、\n]/)
    .map((word) => word.trim())
    .filter((word) => word !== "");

export function scopeDraft({ include, exclude, channels, stores }: OrderScope): ScopeDraft {
  return {
    categories: written(include.categories),
    brands: written(include.brands),
    skus: written(include.skus),
    exceptCategories: written(exclude.categories),
    exceptBrands: written(exclude.brands),
    exceptSkus: written(exclude.skus),
    channels: written(channels),
    stores: written(stores),
  };
}

export function scopeOf(draft: ScopeDraft): OrderScope {
  return {
    include: {
      categories: read(draft.categories),
      brands: read(draft.brands),
      skus: read(draft.skus),
    },
    exclude: {
      categories: read(draft.exceptCategories),
      brands: read(draft.exceptBrands),
      skus: read(draft.exceptSkus),
    },
    channels: read(draft.channels),
    stores: read(draft.stores),
  };
}

/** `["exclude", "brands", "0"]` → "exceptBrands". */
export function wordsAt([first = "", second = ""]: readonly string[]): string {
  if (first === "exclude") return `except${second.charAt(0).toUpperCase()}${second.slice(1)}`;
  return first === "include" ? second : first;
}

/** Which lists mean nothing to the API. */
export function scopeFaults(draft: ScopeDraft): Set<string> {
  const { error } = orderScope.safeParse(scopeOf(draft));
  return new Set(error?.issues.map(({ path }) => wordsAt(path.map(String))) ?? []);
}
