import {
  fitParts,
  type LineState,
  partsOf,
  pieceWorth,
  refundedLine,
} from "@/modules/orders/rules/parts";
import type { NamedLine } from "@/modules/orders/schema/cart";

/** Orders with lines, and refunds that name them, drawn by chance. */

type Random = () => number;

export interface DrawnLine {
  lineId: string;
  sku: string;
  quantity: number;
  unitAmountMinor: number;
  discountMinor: number;
}

/** An order's money on one to four lines of one to three pieces. */
function linesOf(paid: number, random: Random): DrawnLine[] {
  const count = Math.min(paid, 1 + Math.floor(random() * 4));
  return Array.from({ length: count }, (_, n) => {
    const share = Math.floor((paid * (n + 1)) / count) - Math.floor((paid * n) / count);
    const quantity = 1 + Math.floor(random() * 3);
    const unitAmountMinor = Math.ceil(share / quantity);
    const discountMinor = quantity * unitAmountMinor - share;
    return { lineId: `${n + 1}`, sku: `S${n}`, quantity, unitAmountMinor, discountMinor };
  });
}

const freshState = ({
  lineId,
  quantity,
  unitAmountMinor,
  discountMinor,
}: DrawnLine): LineState => ({
  ...{ lineId, quantity, wholeMinor: quantity * unitAmountMinor - discountMinor },
  ...{ refundedMinor: 0, refundedQuantity: 0, byQuantity: 0, weight: 0 },
});

/** So much of an order by its lines: a piece where one is worth no more, else amounts of them in turn. */
function namesFor(amountMinor: number, states: LineState[], random: Random): NamedLine[] {
  const isOfOne = (state: LineState) => {
    const worth = pieceWorth(state, 1);
    const fits = worth <= Math.min(amountMinor, state.wholeMinor - state.refundedMinor);
    return worth > 0 && state.byQuantity < state.quantity && fits;
  };
  const piece = random() < 0.5 ? states.find(isOfOne) : undefined;
  if (piece) return [{ lineId: piece.lineId, quantity: 1 }];
  let left = amountMinor;
  return states.flatMap(({ lineId, wholeMinor, refundedMinor }): NamedLine[] => {
    const share = Math.min(left, wholeMinor - refundedMinor);
    left -= share;
    return share > 0 ? [{ lineId, amountMinor: share }] : [];
  });
}

export class LinesOfOrder {
  readonly lines: DrawnLine[];
  private states: LineState[];

  constructor(
    paid: number,
    private readonly random: Random,
  ) {
    this.lines = linesOf(paid, random);
    this.states = this.lines.map(freshState);
  }

  /** Refunds so much, or the piece of a line that is worth no more, and says what and how much. */
  refund(amountMinor: number): { names: NamedLine[]; amountMinor: number } {
    const names = namesFor(amountMinor, this.states, this.random);
    const byId = new Map(this.states.map((state) => [state.lineId, state]));
    const { fits, toldMinor } = fitParts(partsOf({ lines: names }), byId, null);
    for (const fit of fits) {
      const after = refundedLine(fit);
      if (after) byId.set(after.lineId, after);
    }
    this.states = [...byId.values()];
    return { names, amountMinor: toldMinor };
  }
}
