import type { Subject } from "../schema/subject";
import { type Act, carriedOut } from "./acts";
import { offered, type Prepared, prepared } from "./offer";
import { type Book, type Hand, newWorld, type World } from "./world";
import { type Gain, gainBetween, isRound, LEAST_GAIN_MINOR } from "./worth";

/** Looks for a short sequence by which members end with more than they paid for. */

export const STEPS_MAX = 6;

export interface Step {
  act: Act;
  world: World;
}

export interface Found {
  /** What the member's tier was at the beginning. */
  tier: string;
  steps: readonly Step[];
  /** The first step of what can be done again and again. */
  from: number;
  gain: Gain;
}

export interface Searched {
  machine: Found | null;
  /** The shortest by which points that were spent are only owed. */
  debt: Found | null;
  /** All sequences of so many steps were looked at. */
  depth: number;
  looked: number;
}

/** Told now and then, so that whoever drives the search may do something else. */
export type Progress = Omit<Searched, "machine">;

const TELL_EVERY = 64;

export function* search(subject: Subject, stepsMax = STEPS_MAX): Generator<Progress, Searched> {
  const searching = new Searching(prepared(subject));
  for (let depth = 1; depth <= stepsMax; depth++) {
    yield* searching.to(depth);
    if (searching.machine) break;
    searching.depth = depth;
  }
  const { machine, debt, depth, looked } = searching;
  return { machine, debt, depth, looked };
}

export class Searching {
  machine: Found | null = null;
  debt: Found | null = null;
  depth = 0;
  looked = 0;
  private seen = new Map<number, number>();

  constructor(private readonly prepare: Prepared) {}

  /** All sequences of so many steps; those of fewer were looked at before. */
  *to(depth: number): Generator<Progress, void> {
    const { ladder } = this.prepare.subject;
    this.seen = new Map();
    const tiers = ladder.length > 1 ? [undefined, ladder.at(-1)?.code] : [undefined];
    for (const tier of tiers) {
      const start = newWorld(this.prepare.subject, tier);
      yield* this.walk(start, [], start, depth);
      if (this.machine) return;
    }
  }

  private get progress(): Progress {
    return { depth: this.depth, looked: this.looked, debt: this.debt };
  }

  private *walk(
    start: World,
    steps: readonly Step[],
    world: World,
    left: number,
  ): Generator<Progress, void> {
    const { subject, prices } = this.prepare;
    for (const act of offered(this.prepare, world, steps.at(-1)?.act)) {
      const next = carriedOut(subject, world, act, prices.coupons);
      if (next === null) continue;
      this.looked += 1;
      if (this.looked % TELL_EVERY === 0) yield this.progress;
      const path = [...steps, { act, world: next }];
      if (left === 1) this.judge(start, path);
      else if (this.isNew(next, left)) yield* this.walk(start, path, next, left - 1);
      if (this.machine) return;
    }
  }

  /** Whether nobody came here with as many steps left. */
  private isNew(world: World, left: number): boolean {
    const key = hashOf(keyOf(world));
    const before = this.seen.get(key) ?? 0;
    if (before >= left) return false;
    this.seen.set(key, left);
    return true;
  }

  private judge(start: World, steps: readonly Step[]): void {
    const last = steps.at(-1)?.world;
    if (!last) return;
    const { subject, prices } = this.prepare;
    for (let from = 0; from < steps.length; from++) {
      const before = from === 0 ? start : (steps[from - 1]?.world ?? start);
      if (!isRound(subject, before, last)) continue;
      const gain = gainBetween(prices, before, last);
      const found = { tier: start.hands[0]?.tier ?? "", steps, from, gain };
      if (gain.minor >= LEAST_GAIN_MINOR) {
        this.machine = found;
        return;
      }
      if (from === 0 && gain.withoutDebtMinor >= LEAST_GAIN_MINOR) this.debt ??= found;
    }
  }
}

/** What of a world decides what can come of it: two ways to the same are one. */
function keyOf({
  day,
  hands,
  books,
  moneyMinor,
  promisedMinor,
  gifts,
  madeUpPoints,
  given,
  stock,
}: World): string {
  const members = hands.map(handKey).join("|");
  const orders = books.map((book) => bookKey(book, hands)).sort();
  return [
    day,
    moneyMinor,
    promisedMinor,
    gifts,
    madeUpPoints,
    given,
    stock,
    members,
    orders.join("|"),
  ].join(";");
}

function handKey({
  tier,
  floor,
  spendMinor,
  accounts,
  coupons,
  taken,
  parts,
  friend,
  checkIn,
}: Hand) {
  const { available, pending, owed } = accounts;
  const joined = parts.map(
    (part) =>
      part &&
      [part.points, part.clawed, part.orderId !== null, part.since, part.coupon?.state].join("."),
  );
  const came = friend && `${friend.orderId !== null}.${friend.done.length}`;
  const days = checkIn && `${checkIn.day}.${checkIn.streak}`;
  return [
    tier,
    floor,
    spendMinor,
    available,
    pending,
    owed,
    coupons,
    taken,
    joined,
    came,
    days,
  ].join();
}

function bookKey(book: Book, hands: readonly Hand[]): string {
  const { who, day, paidMinor, refundedMinor, namedMinor, cancelled, returns, earned, clawed } =
    book;
  const own = hands[who]?.lots.find(({ id }) => id === book.lotId);
  const waits = own && !own.matured ? own.remaining : null;
  const gone = book.lines.map((line) => `${line.line.unitAmountMinor}${line.gone}`);
  const { redeemed, restored, coupon, uses } = book;
  return [
    ...[who, day, paidMinor, refundedMinor, namedMinor, cancelled, returns, earned, clawed],
    ...[waits, gone, redeemed, restored, coupon, uses.activities, uses.benefits],
  ].join();
}

/** Fifty-three bits of a text. */
function hashOf(text: string): number {
  let [high, low] = [0xdeadbeef, 0x41c6ce57];
  for (let at = 0; at < text.length; at++) {
    const letter = text.charCodeAt(at);
    high = Math.imul(high ^ letter, 2654435761);
    low = Math.imul(low ^ letter, 1597334677);
  }
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909);
  low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909);
  return 4294967296 * (2097151 & low) + (high >>> 0);
}
