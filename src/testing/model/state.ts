import type { ErrorCode } from "@/platform/errors";
import { MEMBERS_IN_WORLD } from "./vocabulary";

/** What the model knows. Nothing that can be added up is stored: accounts, spend and tier are sums. */

/** The numbers of the program that differ between runs; all others are the defaults. */
export interface Rules {
  /** How long earned points stay pending. */
  pendingDays: number;
  expiryMonths: number;
  /** How long points live on that expired before they were restored. */
  restoreGraceDays: number;
}

export const DEFAULT_RULES: Rules = { pendingDays: 0, expiryMonths: 24, restoreGraceDays: 30 };

export interface Lot {
  /** Counts up: a smaller number is an older lot. */
  id: number;
  remaining: number;
  frozen: number;
  matured: boolean;
  availableAt: number;
  expiresAt: number;
}

/** Points of one lot: taken from it, or set aside in it. */
export interface Part {
  lot: Lot;
  points: number;
}

export interface Member {
  index: number;
  isFrozen: boolean;
  lots: Lot[];
  owed: number;
  /** The activity's coupon: the order that it is held for, and how often it was given. */
  award: { heldFor: Order | null; count: number };
}

export interface Hold {
  id: number;
  owner: Member;
  order: string;
  points: number;
  amount: number;
  parts: Part[];
  asService: boolean;
  expiresAt: number;
  status: "HELD" | "CAPTURED" | "RELEASED" | "EXPIRED";
  pointsUsed: number;
  /** What its capture gave back at once. */
  pointsRestored: number;
  /** What its ending answered as available. */
  availableAfter: number;
}

export interface Spending {
  owner: Member;
  points: number;
  /** In the order they were taken. */
  taken: Part[];
  restored: number;
}

export interface Redemption extends Spending {
  amount: number;
  isReversed: boolean;
  /** The order turned out to be somebody else's. */
  isYielded: boolean;
  /** What went back because the order takes less. */
  overCap: number;
  /** What went back in the act itself. */
  atOnce: number;
  availableAfter: number;
  /** What reversing parts of it answered, by their size. */
  parts: Map<number, { pointsRestored: number; available: number }>;
  /** What reversing it answered. */
  reversal: { pointsRestored: number; available: number } | null;
}

export interface Refund {
  order: Order;
  /** The line that it names. */
  line: number | null;
  amount: number;
  counted: number;
  leftOver: number;
  refundedAt: number;
  return: string | null;
  status: "PARKED" | "APPLIED" | "RECORDED" | "REFUSED";
}

export interface Return {
  id: number;
  name: string;
  order: Order;
  /** The line that it names. */
  line: number | null;
  amount: number;
  /** What of it no refund has used up. */
  open: number;
  requestedAt: number;
  status: "PARKED" | "OPEN" | "ENDED";
  parts: Part[];
  /** Only its ending has been told so far. */
  isUnasked: boolean;
}

export interface Order {
  name: string;
  owner: Member;
  /** null: known, but not completed. */
  paid: number | null;
  /** What it is worth whatever pays for it, if that was told. */
  worth: number | null;
  refunded: number;
  /** What each line is worth and how much of it is refunded; null where it was told without lines. */
  lines: { whole: number; gone: number }[] | null;
  /** What became of the coupon that it was paid with. */
  coupon: "USED" | "CANCELLED" | null;
  /** Refunds of an order that no money was paid for. */
  undone: number;
  earned: number;
  clawed: number;
  /** What it earned at first, and more for each edit by which it earned more. */
  lots: Lot[];
  isCancelled: boolean;
  paidAt: number;
  /** The multiplier of the tier before it. */
  pointsPct: number;
  /** What the shop told of its edits, and the highest version of them. */
  versions: Map<number, Version>;
  version: number;
  /** As it was told first, once it was edited. */
  first: { paid: number | null; worth: number | null } | null;
}

export interface Version {
  paid: number;
  worth: number | null;
  status: "PARKED" | "APPLIED" | "STALE";
}

interface Custom {
  owner: Member;
  points: number;
  expiresAt: number;
}

interface Adjustment {
  owner: Member;
  points: number;
  availableAfter: number;
}

/** What came from the system before. */
interface Opening {
  owner: Member;
  points: number;
}

/** A correction that wants a second person. */
interface Approval {
  at: number;
  owner: Member;
  points: number;
  status: "WAITING" | "APPROVED" | "REJECTED";
}

export interface World {
  rules: Rules;
  members: Member[];
  orders: Map<string, Order>;
  redemptions: Map<string, Redemption>;
  /** Those that made room for the redemption of the order's owner. */
  replaced: [order: string, redemption: Redemption][];
  /** What was last bought in the points mall under a label. */
  purchases: Map<string, Spending>;
  holds: Hold[];
  /** The hold that a label means by now: one made anew has taken it over. */
  holdNamed: Map<string, Hold>;
  refunds: Map<string, Refund>;
  returns: Map<string, Return>;
  customs: Map<string, Custom>;
  adjustments: Map<string, Adjustment>;
  openings: Map<string, Opening>;
  approvals: Map<string, Approval>;
  /** How often something worth testing happened. */
  marks: Map<string, number>;
  count: number;
}

export function newWorld(rules: Rules): World {
  const member = (index: number): Member => ({
    ...{ index, isFrozen: false, lots: [], owed: 0 },
    award: { heldFor: null, count: 0 },
  });
  return {
    rules,
    members: Array.from({ length: MEMBERS_IN_WORLD }, (_, index) => member(index)),
    orders: new Map(),
    redemptions: new Map(),
    replaced: [],
    purchases: new Map(),
    holds: [],
    holdNamed: new Map(),
    refunds: new Map(),
    returns: new Map(),
    customs: new Map(),
    adjustments: new Map(),
    openings: new Map(),
    approvals: new Map(),
    marks: new Map(),
    count: 0,
  };
}

export function memberOf(world: World, index: number): Member {
  const member = world.members[index];
  if (!member) throw new Error(`no member ${index} in this world`);
  return member;
}

export function mark(world: World, what: string): void {
  world.marks.set(what, (world.marks.get(what) ?? 0) + 1);
}

/** Thrown before anything is changed. */
export class Refusal extends Error {
  constructor(readonly code: ErrorCode) {
    super(code);
  }
}

export function refuse(code: ErrorCode): never {
  throw new Refusal(code);
}

export const sum = (numbers: number[]) => numbers.reduce((total, number) => total + number, 0);

/** What stands spent on an order. */
export function activeOn(world: World, order: string): Redemption | undefined {
  const redemption = world.redemptions.get(order);
  return redemption?.isYielded ? undefined : redemption;
}
