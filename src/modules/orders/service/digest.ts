import { createHash } from "node:crypto";
import type { OrderLine } from "../schema/cart";
import { type Figures, linePaidMinor } from "../schema/check";

/** What tells two tellings of an order apart, without keeping what was told. */

type Line = Figures & Pick<OrderLine, "lineId" | "sku">;

const hashOf = (said: unknown) => createHash("sha256").update(JSON.stringify(said)).digest("hex");

const byName = (one: Line, other: Line) => (one.lineId < other.lineId ? -1 : 1);

/** The same for the same lines, in whatever order they are told. */
export function digestOfLines(lines: readonly Line[]): string {
  const firm = (line: Line) => [line.lineId, line.sku, line.quantity, linePaidMinor(line)];
  return hashOf(lines.toSorted(byName).map(firm));
}

export interface Edited {
  paidAmountMinor: number;
  orderAmountMinor?: number | undefined;
  shippingMinor?: number | undefined;
  otherMinor?: number | undefined;
  channel?: string | undefined;
  store?: string | undefined;
  currency?: string | undefined;
  lines?: readonly OrderLine[] | undefined;
}

/** Of an edited order: all that it says but the shop's own words about it, which are the person's. */
export function digestOfEdit(edited: Edited): string {
  const { lines = [], paidAmountMinor, orderAmountMinor: amount = null } = edited;
  const { shippingMinor = 0, otherMinor = 0, channel, store, currency } = edited;
  const beside = [shippingMinor, otherMinor, channel ?? null, store ?? null, currency ?? null];
  const told = lines
    .toSorted(byName)
    .map((line) => [
      ...[line.lineId, line.sku, line.productId ?? null, [...line.categories], line.brand ?? null],
      ...[line.quantity, line.unitAmountMinor, line.discountMinor, linePaidMinor(line)],
      ...[line.taxMinor ?? null, line.giftCard],
    ]);
  return hashOf([paidAmountMinor, amount, ...beside, told]);
}
