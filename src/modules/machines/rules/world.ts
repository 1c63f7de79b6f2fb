import type { OrderLine } from "../../orders/schema/cart";
import type { Lot } from "../../points/rules/types";
import type { Accounts } from "../../points/schema/ledger";
import type { Subject } from "../schema/subject";

/** What the search knows of members who act: figures alone, and each act makes new ones. */

/** A member's part in an activity that they joined or that took them in. */
export interface Part {
  points: number;
  clawed: number;
  orderId: number | null;
  lotId: number | null;
  /** What of its coupon is so by now; null where none was given. */
  coupon: PartCoupon | null;
  /** What it has charged to the budget. */
  charged: number;
  /** The first order that counts: who joins by choice has none of before. */
  since: number;
}

export interface PartCoupon {
  state: "HELD" | "USED" | "TAKEN";
  /** Nothing that comes back of its use can be used again. */
  isVoid: boolean;
}

export const NO_PART: Part = {
  ...{ points: 0, clawed: 0, orderId: null, lotId: null },
  ...{ coupon: null, charged: 0, since: 0 },
};

/** A member who came by an invitation, and what they were rewarded for. */
export interface Friend {
  orderId: number | null;
  lotIds: readonly (number | null)[];
  /** Orders that were rewarded once are rewarded no more. */
  done: readonly number[];
}

export interface Hand {
  tier: string;
  /** A tier that they have whatever they spend; null where spend alone decides. */
  floor: string | null;
  spendMinor: number;
  accounts: Accounts;
  lots: readonly Lot[];
  /** Uses in the wallet, for each definition. */
  coupons: readonly number[];
  /** Pieces taken, for each reward. */
  taken: readonly number[];
  parts: readonly (Part | null)[];
  friend: Friend | null;
  /** The last day of a check-in, and the run of days it ended. */
  checkIn: { day: number; streak: number } | null;
}

export interface BookLine {
  line: OrderLine;
  paidMinor: number;
  weight: number;
  gone: boolean;
}

export interface Book {
  id: number;
  who: number;
  day: number;
  paidMinor: number;
  lines: readonly BookLine[];
  /** Over all its lines; null where points lie as money does. */
  earnWeight: number | null;
  refundedMinor: number;
  namedMinor: number;
  namedWeight: number;
  cancelled: boolean;
  /** How often something of it went back. */
  returns: number;
  earned: number;
  clawed: number;
  lotId: number | null;
  redeemed: number;
  restored: number;
  /** Of which lots it was paid. */
  from: readonly { lotId: number; points: number }[];
  /** The coupon that it was paid with, while it counts as used. */
  coupon: number | null;
  uses: BookUses;
}

/** What counts as used on an order: activities by their place, benefits by their id. */
interface BookUses {
  activities: readonly number[];
  benefits: readonly string[];
  /** What goes back with the use of a benefit. */
  gift: { points: number; lotId: number | null; counted: number };
  promisedMinor: number;
}

export interface World {
  day: number;
  hands: readonly Hand[];
  books: readonly Book[];
  /** Money that came back less money paid. */
  moneyMinor: number;
  /** What was given them by somebody's decision: it is no gain. */
  promisedMinor: number;
  /** Points that rules give by the calendar, whoever buys or not. */
  gifts: number;
  /** Points of days that were made up. */
  madeUpPoints: number;
  lotCount: number;
  /** Charged to each activity's budget. */
  given: readonly number[];
  /** Taken of each reward. */
  stock: readonly number[];
  /** Coupons that were given, so that nobody is given two. */
  handed: readonly number[];
}

const NOTHING: Accounts = { available: 0, pending: 0, frozen: 0, owed: 0 };

export function newHand(subject: Subject, tier?: string): Hand {
  return {
    tier: tier ?? subject.ladder[0].code,
    floor: tier ?? null,
    spendMinor: 0,
    accounts: NOTHING,
    lots: [],
    coupons: subject.coupons.map(() => 0),
    taken: subject.rewards.map(() => 0),
    parts: subject.activities.map(() => null),
    friend: null,
    checkIn: null,
  };
}

/** One member of a tier, who has nothing else yet. */
export function newWorld(subject: Subject, tier?: string): World {
  return {
    day: 0,
    hands: [newHand(subject, tier)],
    books: [],
    moneyMinor: 0,
    promisedMinor: 0,
    gifts: 0,
    madeUpPoints: 0,
    lotCount: 0,
    given: subject.activities.map(() => 0),
    stock: subject.rewards.map(() => 0),
    handed: [],
  };
}

const DAY_MS = 86_400_000;

export const momentOf = (subject: Subject, day: number) =>
  new Date(new Date(subject.at).getTime() + day * DAY_MS);

export function handOf(world: World, who: number): Hand {
  const hand = world.hands[who];
  if (!hand) throw new RangeError(`there is no member ${who}`);
  return hand;
}

export function bookOf(world: World, id: number): Book {
  const book = world.books[id];
  if (!book) throw new RangeError(`there is no order ${id}`);
  return book;
}

export const withHand = (world: World, who: number, hand: Hand): World => ({
  ...world,
  hands: world.hands.with(who, hand),
});

export const withBook = (world: World, book: Book): World => ({
  ...world,
  books: world.books.with(book.id, book),
});
