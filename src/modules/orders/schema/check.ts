import { z } from "zod";
import { MONEY_MINOR_MAX } from "@/platform/scalars";
import type { NamedLine, OrderLine } from "./cart";

/** What an order, a refund or a return says and contradicts in itself: pure, for doors and forms. */

export type Figures = Pick<
  OrderLine,
  "quantity" | "unitAmountMinor" | "discountMinor" | "paidMinor"
> & { taxMinor?: number | null | undefined };

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
function lineFaults(lines: readonly OrderLine[]): Fault[] {
  const names = new Set<string>();
  return lines.flatMap((line, index) => {
    const isFirst = !names.has(line.lineId);
    names.add(line.lineId);
    const fault = faultOfLine(line, isFirst);
    return fault ? [{ path: ["lines", index, fault[0]], message: fault[1] }] : [];
  });
}

/** The same, and lines whose prices no figure holds together. */
function faultsOfLines(lines: readonly OrderLine[]): Fault[] {
  const faults = lineFaults(lines);
  if (faults.length > 0) return faults;
  const all = lines.reduce((sum, line) => sum + line.quantity * line.unitAmountMinor, 0);
  return all <= MONEY_MINOR_MAX ? [] : [{ path: ["lines"], message: `Σ ≤ ${MONEY_MINOR_MAX}` }];
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
  const faults = faultsOfLines(lines);
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
  const faults = faultsOfLines(lines);
  if (faults.length > 0) return faults;
  const whole = paidOf(lines);
  if (whole === orderAmountMinor) return [];
  return [{ path: ["orderAmountMinor"], message: `Σ lines.paidMinor = ${whole}` }];
}

export interface Telling {
  amountMinor?: number | undefined;
  lines?: readonly NamedLine[] | undefined;
}

export const toldOf = (lines: readonly NamedLine[]): number =>
  lines.reduce((sum, { amountMinor = 0 }) => sum + amountMinor, 0);

const withoutAmount = (lines: readonly NamedLine[]) =>
  lines.flatMap(({ amountMinor }, index) => (amountMinor === undefined ? [index] : []));

/**
 * What a refund or return contradicts in itself. Beside an amount for all of it one line at most may
 * leave its own out: it has what the others leave.
 */
export function partFaults({ amountMinor, lines }: Telling): Fault[] {
  if (lines === undefined) {
    return amountMinor === undefined ? [{ path: ["amountMinor"], message: "≠ ∅" }] : [];
  }
  const names = lines.map(({ lineId }) => lineId);
  const open = withoutAmount(lines);
  const twice = names.flatMap((name, index) => (names.indexOf(name) < index ? [index] : []));
  const [again] = twice;
  if (again !== undefined) return [{ path: ["lines", again, "lineId"], message: "≠" }];
  if (amountMinor === undefined) {
    return open
      .filter((index) => lines[index]?.quantity === undefined)
      .map((index) => ({ path: ["lines", index, "quantity"], message: "≠ ∅" }));
  }
  if (open.length > 1) {
    return open.map((index) => ({ path: ["lines", index, "amountMinor"], message: "≠ ∅" }));
  }
  const told = toldOf(lines);
  return told > amountMinor ? [{ path: ["amountMinor"], message: `≥ ${told}` }] : [];
}

/** Faults that take more than one field to see, each at the field that it is about. */
export function whole<Data>(faultsOf: (data: Data) => readonly Fault[]) {
  return z.check<Data>(({ value, issues }) => {
    for (const { path, message } of faultsOf(value)) {
      issues.push({ code: "custom", path, message, input: value });
    }
  });
}
