import { readDecimal, readWhole } from "../../figures";

/** An order as it is typed to be tried, and what it asks for. */

export interface LineDraft {
  key: number;
  sku: string;
  category: string;
  quantity: string;
  price: string;
}

export interface CartDraft {
  amount: string;
  shipping: string;
  channel: string;
  coupons: string;
  lines: readonly LineDraft[];
}

export const EMPTY_CART: CartDraft = {
  amount: "",
  shipping: "",
  channel: "",
  coupons: "",
  lines: [],
};

const words = (text: string) => text.split(/[\s,，、;；]+/).filter(Boolean);

export const lineOf = (key: number): LineDraft => ({
  ...{ key, sku: "", category: "", quantity: "1", price: "" },
});

function typedLine({ sku, category, quantity, price }: LineDraft, at: number) {
  const [pieces, unitAmountMinor] = [readWhole(quantity), readDecimal(price, 2)];
  if (pieces === null || pieces < 1 || unitAmountMinor === null) return null;
  const lineId = String(at + 1);
  const named = sku.trim() || `SKU-${lineId}`;
  return { lineId, sku: named, categories: words(category), quantity: pieces, unitAmountMinor };
}

/** What is asked for; null while something is missing or is no figure. With lines their sum is the amount. */
export function cartOf(draft: CartDraft) {
  const typed = draft.lines.map(typedLine);
  const lines = typed.flatMap((line) => line ?? []);
  if (lines.length < typed.length) return null;
  const ofLines = lines.reduce((sum, line) => sum + line.quantity * line.unitAmountMinor, 0);
  const orderAmountMinor = lines.length > 0 ? ofLines : readDecimal(draft.amount, 2);
  const shippingMinor = draft.shipping.trim() === "" ? 0 : readDecimal(draft.shipping, 2);
  if (orderAmountMinor === null || orderAmountMinor < 1 || shippingMinor === null) return null;
  const [channel, coupons] = [draft.channel.trim(), words(draft.coupons)];
  return {
    ...{ orderAmountMinor, shippingMinor },
    ...(lines.length > 0 && { lines }),
    ...(channel && { channel }),
    ...(coupons.length > 0 && { coupons }),
  };
}
