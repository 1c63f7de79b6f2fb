/** What there is to say of a thing of the points mall beside its price. */

export const HOME = { name: "X", phone: "13800001234", region: "X", line: "X" };

export const NOTHING_MORE = {
  kind: "PRODUCT",
  name: { "zh-CN": "X", en: "X" },
  description: null,
  terms: null,
  category: null,
  image: null,
  perMonth: null,
  minTier: null,
  onShelf: true,
  sortOrder: 0,
  benefitId: null,
  passUses: null,
  passDays: null,
  couponDefinitionId: null,
  stock: null,
} as const;
