import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { NamedLine } from "@/modules/orders/schema/cart";
import { type DrawnLine, LinesOfOrder } from "./order-lines";

/** Histories of orders as a shop tells them, made up or real, and what services do beside them. */

/** Where real order histories may lie: a folder with an order-events.csv as scripts/replay.ts reads it. */
const HISTORY_FOLDER =
  process.env.ORDER_HISTORY_FOLDER ?? resolve("..", "shared", "data", "online-retail");
export const REAL_HISTORY = resolve(HISTORY_FOLDER, "order-events.csv");

/** What a service does on an order by itself: as likely before the order is told of as after its refunds. */
export type Act =
  | "POINTS_USED"
  | "POINTS_HELD"
  | "HOLD_CAPTURED"
  | "BENEFIT_RESERVED"
  | "BENEFIT_COMMITTED"
  | "COUPON_RESERVED"
  | "COUPON_COMMITTED";
export const ACTS: readonly string[] = [
  "POINTS_USED",
  "POINTS_HELD",
  "HOLD_CAPTURED",
  "BENEFIT_RESERVED",
  "BENEFIT_COMMITTED",
  "COUPON_RESERVED",
  "COUPON_COMMITTED",
] satisfies Act[];

export interface Told {
  type:
    | "ORDER_COMPLETED"
    | "ORDER_CHANGED"
    | "ORDER_REFUNDED"
    | "ORDER_CANCELLED"
    | "RETURN_REQUESTED"
    | "RETURN_REJECTED"
    | Act;
  at: string;
  customer: string;
  order: string;
  refund: string;
  amountMinor: number;
  /** The return that is asked for, rejected, or ended by a refund. */
  back?: string;
  /** Of an order. */
  lines?: DrawnLine[];
  /** What a refund or return names of them, in the place of an amount. */
  names?: NamedLine[];
  /** Of an edit. */
  version?: number;
  /** Of an order: it was paid with a coupon of its own, which it names or not. */
  coupon?: "NAMED" | "UNNAMED";
}

export type Random = () => number;

/** Numbers that look random and are the same in every run (mulberry32). */
export function seeded(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export function shuffled<T>(items: readonly T[], random: Random): T[] {
  return items
    .map((item) => ({ item, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);
}

/** Two hundred orders and refunds of ten customers over a year, some refunded in several parts. */
export function madeUp(random: Random): Told[] {
  const told: Told[] = [];
  const moment = (day: number) => new Date(Date.UTC(2025, 10, 1 + day, 4)).toISOString();
  for (let n = 0; told.length < 200; n++) {
    const day = Math.floor(random() * 360);
    const paid = Math.floor(random() ** 3 * 300_000);
    const names = { customer: `c${Math.floor(random() * 10)}`, order: `o${n}` };
    told.push({
      type: "ORDER_COMPLETED",
      at: moment(day),
      ...names,
      refund: "",
      amountMinor: paid,
    });
    let left = paid;
    for (let part = 0; random() < 0.45 && left > 0; part++) {
      const amountMinor = random() < 0.4 ? left : 1 + Math.floor(random() * (left - 1));
      left -= amountMinor;
      const refund = `r${n}-${part}`;
      told.push({
        type: "ORDER_REFUNDED",
        at: moment(day + 1 + part),
        ...names,
        refund,
        amountMinor,
      });
    }
  }
  return told.sort((a, b) => (a.at < b.at ? -1 : 1));
}

/** An order that was worth more before it was edited: of the same lines, some of them dearer, and one more. */
function dearer(told: Told, random: Random): Told {
  if (!told.lines)
    return { ...told, amountMinor: told.amountMinor + Math.floor(random() * 50_000) };
  const more = { lineId: "more", sku: "MORE", quantity: 2, discountMinor: 0 };
  const lines = told.lines.map((line) => ({
    ...line,
    unitAmountMinor: line.unitAmountMinor + (random() < 0.3 ? Math.floor(random() * 5_000) : 0),
  }));
  lines.push({ ...more, unitAmountMinor: Math.floor(random() * 20_000) });
  const paid = lines.map((one) => one.quantity * one.unitAmountMinor - one.discountMinor);
  return { ...told, lines, amountMinor: paid.reduce((sum, minor) => sum + minor, 0) };
}

/**
 * The same where every other order was edited, once or more, before anything of it was refunded: the last
 * version is what the history says. It was worth more before, so that every refund fits every version.
 */
export function withEdits(history: readonly Told[], random: Random): Told[] {
  return history.flatMap((told): Told[] => {
    if (told.type !== "ORDER_COMPLETED" || random() < 0.5) return [told];
    const versions = 1 + Math.floor(random() * 3);
    const edits = Array.from({ length: versions }, (_, n): Told => {
      const as = n === versions - 1 ? told : dearer(told, random);
      return { ...as, type: "ORDER_CHANGED", version: n + 1 };
    });
    return [dearer(told, random), ...edits];
  });
}

/** The same with returns asked for, rejected and ended by refunds, and with cancelled orders. */
export function withReturns(history: readonly Told[], random: Random): Told[] {
  const after = (at: string, hours: number) =>
    new Date(new Date(at).getTime() + hours * 3_600_000).toISOString();
  return history
    .flatMap((told): Told[] => {
      if (told.type === "ORDER_COMPLETED") {
        const cancelled: Told = { ...told, type: "ORDER_CANCELLED", at: after(told.at, 40) };
        return random() < 0.15 ? [told, cancelled] : [told];
      }
      const back = `b-${told.refund}`;
      const requested: Told = { ...told, type: "RETURN_REQUESTED", at: after(told.at, -3), back };
      if (random() < 0.5) return [requested, { ...told, back }];
      const rejected: Told = { ...requested, type: "RETURN_REJECTED", at: after(told.at, -2) };
      return random() < 0.5 ? [requested, rejected, told] : [told];
    })
    .sort((a, b) => (a.at < b.at ? -1 : 1));
}

/** The same with lines: two refunds of three name what they are about. */
export function withLines(history: readonly Told[], random: Random): Told[] {
  const orders = new Map<string, LinesOfOrder>();
  return history.map((told): Told => {
    if (told.type === "ORDER_COMPLETED") {
      const order = new LinesOfOrder(told.amountMinor, random);
      orders.set(told.order, order);
      return order.lines.length > 0 ? { ...told, lines: order.lines } : told;
    }
    const order = orders.get(told.order);
    if (!order || order.lines.length === 0 || random() < 0.33) return told;
    return { ...told, ...order.refund(told.amountMinor) };
  });
}

/** On many of its orders points are spent, in one step or in two, a benefit is used, and a coupon. */
export function withActs(history: readonly Told[], random: Random): Told[] {
  return history.flatMap((told): Told[] => {
    if (told.type !== "ORDER_COMPLETED" || told.amountMinor < 100) return [told];
    const acts: Act[] = random() < 0.5 ? ["POINTS_USED"] : ["POINTS_HELD", "HOLD_CAPTURED"];
    const benefit: Act[] = random() < 0.5 ? ["BENEFIT_RESERVED", "BENEFIT_COMMITTED"] : [];
    const isNamed = random() < 0.5;
    // Whoever names none has it committed; of those who name it some have reserved it before.
    const coupon: Act[] = isNamed
      ? random() < 0.5
        ? ["COUPON_RESERVED"]
        : []
      : ["COUPON_RESERVED", "COUPON_COMMITTED"];
    const paid = { ...told, coupon: isNamed ? ("NAMED" as const) : ("UNNAMED" as const) };
    return [paid, ...[...acts, ...benefit, ...coupon].map((type) => ({ ...told, type }))];
  });
}

/** The events of so many real customers; money was in another currency and is read as yuan. */
export function realHistory(customers: number, random: Random): Told[] {
  const [, ...lines] = readFileSync(REAL_HISTORY, "utf8").trim().split("\n");
  const all = lines.map((line): Told => {
    const [type = "", at = "", customer = "", order = "", refund = "", amount = ""] =
      line.split(",");
    return { type: type as Told["type"], at, customer, order, refund, amountMinor: Number(amount) };
  });
  const names = [...new Set(all.map(({ customer }) => customer))];
  const chosen = new Set(shuffled(names, random).slice(0, customers));
  return all.filter(({ customer }) => chosen.has(customer));
}
