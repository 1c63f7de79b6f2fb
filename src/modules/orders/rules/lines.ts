import { MONEY_MINOR_MAX } from "@/platform/scalars";
import type { Cart, OrderLine, OrderScope } from "../schema/cart";

/** The lines of an order or a cart: pure, over what the shop told. */

type Figures = Pick<
  OrderLine,
  "quantity" | "unitAmountMinor" | "discountMinor" | "paidMinor" | "taxMinor"
>;

/** What a line costs whatever pays for it: money, points or gift cards. */
export function lineAmountMinor({ quantity, unitAmountMinor, discountMinor }: Figures): number {
  return quantity * unitAmountMinor - discountMinor;
}

/** What of a line was paid in money. Example: 2 × 5000 − 1000 without a word of what was paid → 9000. */
export function linePaidMinor(line: Figures): number {
  return line.paidMinor ?? lineAmountMinor(line);
}

export const amountOf = (lines: readonly Figures[]): number =>
  lines.reduce((sum, line) => sum + lineAmountMinor(line), 0);

export const paidOf = (lines: readonly Figures[]): number =>
  lines.reduce((sum, line) => sum + linePaidMinor(line), 0);

const taxOf = (lines: readonly Figures[]): number =>
  lines.reduce((sum, line) => sum + (line.taxMinor ?? 0), 0);

export interface Fault {
  path: (string | number)[];
  message: string;
}

function faultOfLine(line: OrderLine, isFirst: boolean): [keyof OrderLine, string] | null {
  const whole = line.quantity * line.unitAmountMinor;
  if (!isFirst) return ["lineId", "≠"];
  if (whole > MONEY_MINOR_MAX) return ["unitAmountMinor", `quantity × … ≤ ${MONEY_MINOR_MAX}`];
  if (line.discountMinor > whole) return ["discountMinor", `≤ ${whole}`];
  const most = lineAmountMinor(line) + (line.taxMinor ?? 0);
  return linePaidMinor(line) > most ? ["paidMinor", `≤ ${most}`] : null;
}

/** What each line contradicts in itself, and lines that have the same name. */
export function lineFaults(lines: readonly OrderLine[]): Fault[] {
  const names = new Set<string>();
  return lines.flatMap((line, index) => {
    const isFirst = !names.has(line.lineId);
    names.add(line.lineId);
    const fault = faultOfLine(line, isFirst);
    return fault ? [{ path: ["lines", index, fault[0]], message: fault[1] }] : [];
  });
}

/**
 * What lines contradict in the amounts of their order: together they are the goods as paid, and the
 * goods' price where it is told, with their tax or without it.
 * Example: lines of 9000 and 8000 of an order of 18000 → paidAmountMinor: Σ lines.paidMinor = 17000.
 */
export function orderFaults(order: {
  lines?: readonly OrderLine[] | undefined;
  paidAmountMinor: number;
  orderAmountMinor?: number | undefined;
}): Fault[] {
  const { lines, paidAmountMinor, orderAmountMinor: amount } = order;
  if (lines === undefined) return [];
  const faults = lineFaults(lines);
  if (faults.length > 0) return faults;
  const paid = paidOf(lines);
  if (paid !== paidAmountMinor) {
    return [{ path: ["paidAmountMinor"], message: `Σ lines.paidMinor = ${paid}` }];
  }
  const whole = amountOf(lines);
  if (amount === undefined || amount === whole || amount === whole + taxOf(lines)) return [];
  return [{ path: ["orderAmountMinor"], message: `Σ lines = ${whole}` }];
}

/** The same of a cart that nobody paid for yet: its lines come to its amount. */
export function cartFaults(asked: {
  lines?: readonly OrderLine[] | undefined;
  orderAmountMinor: number;
}): Fault[] {
  const { lines, orderAmountMinor } = asked;
  if (lines === undefined) return [];
  const faults = lineFaults(lines);
  if (faults.length > 0) return faults;
  const whole = paidOf(lines);
  if (whole === orderAmountMinor) return [];
  return [{ path: ["orderAmountMinor"], message: `Σ lines.paidMinor = ${whole}` }];
}

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
