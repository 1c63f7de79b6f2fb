/**
 * Some orders are told with a line, and some refunds and returns name it: of an order that is one line,
 * whatever names it comes to the same as its amount alone. So the model need not know of lines, and the
 * ledger must not differ by them.
 */

/** The same choice for the same name, so that what is told again is told alike. */
const isChosen = (name: string) =>
  [...name].reduce((sum, sign) => sum + sign.charCodeAt(0), 0) % 3 > 0;

interface Told {
  order: string;
  paid: number;
  worth: number | null;
}

export function goodsOf({ order, paid, worth }: Told) {
  const said = worth === null ? {} : { orderAmountMinor: worth };
  const unitAmountMinor = worth ?? paid;
  if (!isChosen(order) || unitAmountMinor === 0) return said;
  return { ...said, lines: [{ ...LINE, unitAmountMinor, paidMinor: paid }] };
}

const LINE = {
  ...{ lineId: "1", sku: "ALL", categories: ["ALL"] },
  ...{ quantity: 1, discountMinor: 0, giftCard: false },
};

export function amountOf(reference: string, amountMinor: number) {
  if (!isChosen(reference) || amountMinor === 0) return { amountMinor };
  return { amountMinor, lines: [{ lineId: LINE.lineId, amountMinor }] };
}
