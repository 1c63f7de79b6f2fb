import { type HeldPart, letGo } from "./hold";
import { type Lot, NO_CHANGE, type Posting } from "./types";

/** A hold that still sets points aside, with the lots they came from. */
export interface LiveHold {
  id: number;
  expiresAt: Date;
  parts: readonly HeldPart[];
}

export interface DueFacts {
  lots: readonly Lot[];
  holds: readonly LiveHold[];
  owed: number;
  now: Date;
  /**
   * Points that came in or were let go at this moment and are past theirs already: what befalls them
   * is decided no earlier.
   */
  notBefore?: Date;
}

const EVER = new Date(0);

interface Due {
  at: Date;
  /** At the same moment: maturation, then hold expiry, then lot expiry. */
  order: 0 | 1 | 2;
  id: number;
}

/**
 * Everything that has fallen due, in the order of its moments, as if a job had run at each of them.
 * Example: 100 points pending until Monday that expire on Friday, looked at on Sunday → MATURE 100
 * at Monday's moment, EXPIRE 100 at Friday's.
 */
export function settleDue(facts: DueFacts): Posting[] {
  const settling = new Settling(facts);
  return settling.run();
}

class Settling {
  private readonly lots: Map<number, Lot>;
  private readonly postings: Posting[] = [];
  private owed: number;

  constructor(private readonly facts: DueFacts) {
    this.lots = new Map(facts.lots.map((lot) => [lot.id, { ...lot }]));
    this.owed = facts.owed;
  }

  run(): Posting[] {
    for (const due of this.queue()) {
      if (due.order === 1) this.release(due);
      else this.settleLot(due);
    }
    return this.postings;
  }

  private queue(): Due[] {
    const { now, holds } = this.facts;
    const all: Due[] = holds.map(({ id, expiresAt }) => ({ at: expiresAt, order: 1, id }));
    for (const lot of this.lots.values()) {
      if (!lot.matured) all.push({ at: lot.availableAt, order: 0, id: lot.id });
      all.push({ at: lot.expiresAt, order: 2, id: lot.id });
    }
    const floor = this.facts.notBefore ?? EVER;
    return all
      .filter((due) => due.at <= now)
      .map((due) => (due.at < floor ? { ...due, at: floor } : due))
      .sort((a, b) => a.at.getTime() - b.at.getTime() || a.order - b.order || a.id - b.id);
  }

  private settleLot(due: Due): void {
    const lot = this.lots.get(due.id);
    if (!lot || lot.remaining === 0) return;
    if (due.order === 0) this.mature(lot, due.at);
    else this.expire(lot, due.at);
  }

  /** Pays what is owed from points on their way into `available`. */
  private payDebt(points: number): number {
    const paid = Math.min(this.owed, points);
    this.owed -= paid;
    return paid;
  }

  private reference(lot: Lot) {
    const nth = lot.settlements;
    lot.settlements += 1;
    return { type: "LOT" as const, id: nth === 0 ? `${lot.id}` : `${lot.id}.${nth}` };
  }

  private mature(lot: Lot, at: Date): void {
    const points = lot.remaining;
    const debtPaid = this.payDebt(points);
    lot.matured = true;
    lot.remaining -= debtPaid;
    this.postings.push({
      type: "MATURE",
      deltas: { available: points - debtPaid, pending: -points, frozen: 0, owed: -debtPaid || 0 },
      touches: [{ lotId: lot.id, points: -debtPaid || 0, frozen: 0, matures: true, settles: true }],
      reference: this.reference(lot),
      effectiveAt: at,
      expiresAt: lot.expiresAt,
    });
  }

  private expire(lot: Lot, at: Date): void {
    const points = lot.remaining;
    lot.remaining = 0;
    const account = lot.matured ? "available" : "pending";
    this.postings.push({
      type: "EXPIRE",
      deltas: { ...NO_CHANGE, [account]: -points },
      touches: [{ lotId: lot.id, points: -points, frozen: 0, settles: true }],
      reference: this.reference(lot),
      effectiveAt: at,
    });
  }

  private release(due: Due): void {
    const hold = this.facts.holds.find((candidate) => candidate.id === due.id);
    if (!hold) return;
    const { deltas, touches, debtPaid } = letGo(hold.parts, this.owed);
    this.owed -= debtPaid;
    for (const touch of touches) {
      const lot = this.lots.get(touch.lotId);
      if (!lot) continue;
      lot.frozen += touch.frozen;
      lot.remaining += touch.points;
    }
    this.postings.push({
      type: "RELEASE",
      deltas,
      touches,
      reference: { type: "HOLD", id: String(hold.id) },
      effectiveAt: due.at,
    });
    this.expireLate(hold, due.at);
  }

  /** Points held past their expiry expire the moment they are let go. */
  private expireLate(hold: LiveHold, at: Date): void {
    for (const { lotId } of hold.parts) {
      const lot = this.lots.get(lotId);
      if (lot && lot.remaining > 0 && lot.expiresAt <= at) this.expire(lot, at);
    }
  }
}
