import { floorShare } from "@/platform/arithmetic";
import type { Work } from "@/platform/work";
import { isUndone, pointsUndone, undoneOf } from "../../orders/rules/standing";
import type { OrderRow } from "../../orders/service/book";
import * as book from "../../orders/service/book";
import { splitHeld } from "../../points/rules/hold";
import { earnedByOrder } from "../../points/rules/reference";
import { undonePoints } from "../../points/rules/refund";
import type { Reference } from "../../points/schema/references";
import type { Account } from "../../points/service/account";
import { freeze, type HeldPart, unfreeze } from "../../points/service/claw-back";
import { drawOnReturns, type FrozenPart, inTakingOrder, takeParts } from "../rules/order";

type Open = Pick<book.ReturnRow, "amountMinor" | "openMinor" | "namedMinor" | "namedWeight">;

/**
 * The open returns of one order and the points they hold frozen, while an act on the order lasts.
 * What changes is written at once.
 */
export class ReturnsBook {
  /** Of returns that ended, until they go back. */
  private readonly ended: FrozenPart[] = [];

  private constructor(
    private readonly work: Work,
    private readonly returns: book.ReturnRow[],
    private parts: FrozenPart[],
  ) {}

  static async open(work: Work, order: OrderRow): Promise<ReturnsBook> {
    const [returns, parts] = await Promise.all([
      book.returnsOf(work.tx, order.id, "OPEN"),
      book.freezesOf(work.tx, order.id),
    ]);
    return new ReturnsBook(work, returns, parts);
  }

  /** The open returns, the oldest request first. */
  get open(): readonly book.ReturnRow[] {
    return [...this.returns];
  }

  get openMinor(): number {
    return this.returns.reduce((sum, row) => sum + row.openMinor, 0);
  }

  get frozen(): number {
    return this.parts.reduce((sum, part) => sum + part.points, 0);
  }

  add(row: book.ReturnRow, parts: readonly HeldPart[]): void {
    const frozen = parts.map((part, position) => ({ ...part, position, returnRowId: row.id }));
    book.insertFreezes(this.work.tx, frozen);
    this.returns.push(row);
    this.parts.push(...frozen);
  }

  private take(parts: readonly FrozenPart[], points: number): HeldPart[] {
    const heldParts: HeldPart[] = [];
    const changed: FrozenPart[] = [];
    for (const { part, share: now, rest } of takeParts(parts, points)) {
      if (now === 0) continue;
      part.points = rest;
      changed.push(part);
      heldParts.push({ lotId: part.lotId, points: now });
    }
    book.saveFreezes(this.work.tx, changed);
    this.parts = this.parts.filter((part) => part.points > 0);
    return heldParts;
  }

  /** Frozen points that a claw back takes, those of the return it names first. */
  takeForClawBack(points: number, returnId: string | null): HeldPart[] {
    const named = this.returns.find((row) => row.returnId === returnId);
    return this.take(inTakingOrder(this.parts, named?.id ?? null), points);
  }

  /** Everything one return holds. */
  takeOf(returnRowId: number): HeldPart[] {
    const own = this.parts.filter((part) => part.returnRowId === returnRowId);
    return this.take(own, Number.POSITIVE_INFINITY);
  }

  /** Ends a return; its points are for the caller to unfreeze. */
  end(returnRowId: number, status: book.ReturnStatus): void {
    const index = this.returns.findIndex((row) => row.id === returnRowId);
    this.returns.splice(index, 1);
    book.saveReturn(this.work.tx, { id: returnRowId, openMinor: 0, status });
  }

  /** Ends every open return; all that they held goes back to its lots. */
  async closeAll(
    account: Account,
    how: { reference: Reference<"UNFREEZE">; breakdown: Record<string, unknown> },
  ): Promise<void> {
    const freed = this.take(this.parts, Number.POSITIVE_INFINITY);
    for (const { id } of [...this.returns]) this.end(id, "CLOSED");
    await unfreeze(this.work, account, freed, how);
  }

  /** After a refund: what the returns no longer need goes back to its lots. */
  async afterRefund(
    account: Account,
    order: OrderRow,
    refund: { amountMinor: number; returnId: string | null; lineIds: readonly string[] },
    how: { reference: Reference<"UNFREEZE">; breakdown: Record<string, unknown> },
  ): Promise<void> {
    const everything = isUndone(undoneOf(order));
    const elsewhere = await this.elsewhere(order, refund);
    const freed: HeldPart[] = [];
    for (const { id, openMinor, closed } of drawOnReturns(this.returns, {
      ...refund,
      everything,
      elsewhere,
    })) {
      const row = this.returns.find((candidate) => candidate.id === id);
      if (!row) continue;
      if (closed) {
        freed.push(...this.takeOf(id));
        this.end(id, row.returnId === refund.returnId ? "REFUNDED" : "CLOSED");
      } else if (openMinor !== row.openMinor) {
        row.openMinor = openMinor;
        book.saveReturn(this.work.tx, row);
      }
    }
    freed.push(...this.take(this.parts, Math.max(0, this.frozen - this.needed(order))));
    await unfreeze(this.work, account, freed, how);
  }

  /** Returns that name lines, and none of those that a refund names which says no return. */
  private async elsewhere(
    order: OrderRow,
    { returnId, lineIds }: { returnId: string | null; lineIds: readonly string[] },
  ): Promise<Set<string>> {
    if (returnId !== null || lineIds.length === 0 || this.returns.length === 0) return new Set();
    const all = await book.partsOfOrder(this.work.tx, order.id);
    const parts = all.filter(({ kind }) => kind === "RETURN");
    const elsewhere = new Set(parts.map(({ reference }) => reference));
    const named = new Set(lineIds);
    for (const { lineId, reference } of parts) if (named.has(lineId)) elsewhere.delete(reference);
    return elsewhere;
  }

  /** What refunding all open returns would still claw back. */
  needed(order: OrderRow, one: readonly Open[] = []): number {
    return neededFor(order, [...this.returns, ...one]);
  }

  /** The order was edited: what a return is about is another figure. */
  refit(row: book.ReturnRow, figures: Open): void {
    Object.assign(row, figures);
    book.saveReturnFigures(this.work.tx, row);
  }

  /** Ends a return whose points stay frozen until the returns are brought into balance. */
  endUnheld(returnRowId: number, status: book.ReturnStatus): void {
    this.ended.push(...this.parts.filter((part) => part.returnRowId === returnRowId));
    this.end(returnRowId, status);
  }

  /**
   * After an edit of the order: each return holds what refunding it would claw back after those before it,
   * as far as there are points. What one holds too much is the others’, and goes back where none needs it.
   */
  async balance(
    account: Account,
    order: OrderRow,
    how: {
      reference: Reference<"UNFREEZE"> & Reference<"FREEZE">;
      breakdown: Record<string, unknown>;
    },
  ): Promise<void> {
    const wanted = wantedBy(order, this.returns);
    const freed = this.take(this.ended.splice(0), Number.POSITIVE_INFINITY);
    for (const { row, points } of wanted) {
      const own = this.parts.filter((part) => part.returnRowId === row.id);
      freed.push(...this.take(own, Math.max(0, sumOf(own) - points)));
    }
    const left = this.spread(wanted, merged(freed));
    await unfreeze(this.work, account, left, how);
    const points = sumOf(this.shortOf(wanted));
    const { orderId, changeCount } = order;
    const earnedBy = earnedByOrder(orderId, changeCount);
    this.spread(wanted, await freeze(this.work, account, { ...how, earnedBy, points }));
  }

  private shortOf(wanted: readonly Wanted[]) {
    return wanted.map(({ row, points }) => {
      const own = this.parts.filter((part) => part.returnRowId === row.id);
      return { row, own, points: Math.max(0, points - sumOf(own)) };
    });
  }

  /** Gives frozen points to the returns that hold too little. @returns what none of them needs */
  private spread(wanted: readonly Wanted[], parts: readonly HeldPart[]): HeldPart[] {
    let left = [...parts];
    for (const { row, own, points } of this.shortOf(wanted)) {
      const { spent, rest } = splitHeld(left, points);
      left = rest;
      if (spent.length > 0) this.hold(row.id, own, spent);
    }
    return left;
  }

  /** One return holds more of some lots. */
  private hold(returnRowId: number, own: readonly FrozenPart[], parts: readonly HeldPart[]): void {
    const held = merged([...own, ...parts]).map((part, position) => ({
      ...part,
      position,
      returnRowId,
    }));
    book.replaceFreezes(this.work.tx, returnRowId, held);
    const others = this.parts.filter((part) => part.returnRowId !== returnRowId);
    this.parts = [...others, ...held];
  }
}

interface Wanted {
  row: book.ReturnRow;
  points: number;
}

const sumOf = (parts: readonly { points: number }[]) =>
  parts.reduce((sum, { points }) => sum + points, 0);

/** Parts of the same lot as one, in the order in which each lot first came. */
function merged(parts: readonly HeldPart[]): HeldPart[] {
  const byLot = new Map<number, number>();
  for (const { lotId, points } of parts) byLot.set(lotId, (byLot.get(lotId) ?? 0) + points);
  return [...byLot].map(([lotId, points]) => ({ lotId, points }));
}

/** What each return adds to what refunding those before it would claw back. */
function wantedBy(order: OrderRow, returns: readonly book.ReturnRow[]): Wanted[] {
  let before = 0;
  return returns.map((row, index) => {
    const all = Math.max(0, neededFor(order, returns.slice(0, index + 1)));
    const points = Math.max(0, all - before);
    before = Math.max(before, all);
    return { row, points };
  });
}

/** What refunding some returns would still claw back. */
function neededFor(order: OrderRow, returns: readonly Open[]): number {
  const more = { minor: 0, namedMinor: 0, namedWeight: 0 };
  for (const { amountMinor, openMinor, namedMinor, namedWeight } of returns) {
    more.minor += openMinor;
    // Lines that cost nothing are open as a whole, or not at all.
    const [open, whole] = amountMinor === 0 ? [1, 1] : [openMinor, amountMinor];
    more.namedMinor += floorShare(namedMinor, open, whole);
    more.namedWeight += floorShare(namedWeight, open, whole);
  }
  const undone = pointsUndone(order, more);
  return undonePoints(order.pointsEarned, undone) - order.pointsClawed;
}
