import type { Item, Left } from "./basket-items";

/**
 * Branch and bound over sets of items. A set is worth more that leaves less to pay; then the one that
 * uses fewer things up; then the one whose things end sooner. No two sets are worth the same, so what
 * comes out depends on nothing but what goes in.
 */

export interface Caps {
  goodsMinor: number;
  shippingMinor: number;
}

export interface Found {
  items: readonly Item[];
  savedMinor: number;
}

export interface Search {
  best: Found;
  /** The best of all other sets. */
  second: Found | null;
  /** False where there was more to try than is tried: the best of what was. */
  isProven: boolean;
}

/**
 * Items tried in one search at most, of a cart of so many lines; of a larger one accordingly fewer. Most
 * carts take some hundreds. A number and not a time: a slow machine answers the same.
 */
const TRIES_MAX = 20_000;
const LINES_OF_TRIES = 50;

interface State {
  left: Left;
  goodsMinor: number;
  shippingMinor: number;
  coupons: "NONE" | "ALONE" | "TOGETHER";
  items: readonly Item[];
  /** Of the items, ascending. */
  ranks: readonly number[];
}

interface Searching {
  items: readonly Item[];
  caps: Caps;
  /** Two at most, the best first. */
  top: State[];
  triesLeft: number;
}

const saved = ({ goodsMinor, shippingMinor }: State) => goodsMinor + shippingMinor;

function compareRanks(one: readonly number[], other: readonly number[]): number {
  const at = one.findIndex((rank, index) => rank !== other[index]);
  return at < 0 ? 0 : (one[at] ?? 0) - (other[at] ?? 0);
}

function compare(one: State, other: State): number {
  return (
    saved(other) - saved(one) ||
    one.ranks.length - other.ranks.length ||
    compareRanks(one.ranks, other.ranks)
  );
}

/** @param items in the order in which they apply */
export function search(items: readonly Item[], left: Left, caps: Caps): Search {
  const share = Math.min(1, LINES_OF_TRIES / left.length);
  const triesLeft = Math.floor(TRIES_MAX * share);
  const searching: Searching = { items, caps, top: [], triesLeft };
  const start = { left, goodsMinor: 0, shippingMinor: 0, items: [], ranks: [] };
  visit(searching, 0, { ...start, coupons: "NONE" });
  const [best, second] = searching.top;
  const found = (state: State): Found => ({ items: state.items, savedMinor: saved(state) });
  return {
    best: best ? found(best) : { items: [], savedMinor: 0 },
    second: second ? found(second) : null,
    isProven: searching.triesLeft >= 0,
  };
}

function visit(searching: Searching, at: number, state: State): void {
  const { items } = searching;
  const item = items[at];
  if (!item || searching.triesLeft < 0) {
    offer(searching.top, state);
    return;
  }
  if (!canEnter(searching, at, state)) return;
  searching.triesLeft -= 1;
  const taken = taking(searching, item, state);
  if (taken) visit(searching, at + 1, taken);
  visit(searching, at + 1, state);
}

function offer(top: State[], state: State): void {
  const [best, second] = top;
  if (!best || compare(state, best) < 0) top.splice(0, 2, state, ...(best ? [best] : []));
  else if (!second || compare(state, second) < 0) top.splice(1, 1, state);
}

function mayJoin(item: Item, { coupons }: Pick<State, "coupons">): boolean {
  if (item.kind === "BENEFIT" || coupons === "NONE") return true;
  return coupons === "TOGETHER" && !item.isAlone;
}

/** With one more item; null where that is not allowed or leaves no less to pay. */
function taking({ caps }: Searching, item: Item, state: State): State | null {
  if (!mayJoin(item, state)) return null;
  const took = item.take(state.left);
  if (!took) return null;
  const isGoods = item.about === "GOODS";
  const goodsMinor = Math.min(caps.goodsMinor, state.goodsMinor + (isGoods ? took.takenMinor : 0));
  const shippingMinor = Math.min(
    caps.shippingMinor,
    state.shippingMinor + (isGoods ? 0 : took.takenMinor),
  );
  if (goodsMinor + shippingMinor === saved(state)) return null;
  const joined = item.isAlone ? "ALONE" : "TOGETHER";
  return {
    left: took.left,
    goodsMinor,
    shippingMinor,
    coupons: item.kind === "COUPON" ? joined : state.coupons,
    items: [...state.items, item],
    ranks: [...state.ranks, item.rank].toSorted(ascending),
  };
}

/** Whether anything from here on can be among the two best. What it hopes for is never too little. */
function canEnter({ items, caps, top: [, second] }: Searching, at: number, state: State): boolean {
  if (!second) return true;
  const open: Open[] = [];
  const hopeMinor = hopeOf(items, at, state, caps, open);
  if (hopeMinor !== saved(second)) return hopeMinor > saved(second);
  const spare = second.ranks.length - state.ranks.length;
  const least = fewestFor(saved(second) - saved(state), open);
  if (least !== spare) return least < spare;
  const soonest = open.map(({ item }) => item.rank).toSorted(ascending);
  const ranks = [...state.ranks, ...soonest.slice(0, spare)].toSorted(ascending);
  return compareRanks(ranks, second.ranks) < 0;
}

const ascending = (one: number, other: number) => one - other;

/** An item that may still join, and what it takes off at most. */
interface Open {
  item: Item;
  mostMinor: number;
}

function fewestFor(neededMinor: number, open: readonly Open[]): number {
  let left = neededMinor;
  let count = 0;
  for (const { mostMinor } of open.toSorted((one, other) => other.mostMinor - one.mostMinor)) {
    if (left <= 0) break;
    left -= mostMinor;
    count += 1;
  }
  return count;
}

interface Scope {
  key: string;
  lines: number;
  wider: readonly string[];
  leftMinor: number;
  wantedMinor: number;
}

/**
 * What coupons of some scopes take together at most: of each scope no more than is left of it, what
 * narrower ones within it take among that.
 */
function mostOf(scopes: readonly Scope[]): number {
  const wanted = new Map(scopes.map(({ key, wantedMinor }) => [key, wantedMinor]));
  let most = 0;
  for (const { key, wider, leftMinor } of scopes.toSorted(
    (one, other) => one.lines - other.lines,
  )) {
    const minor = Math.min(leftMinor, wanted.get(key) ?? 0);
    const around = wider.find((one) => wanted.has(one));
    if (around === undefined) most += minor;
    else wanted.set(around, (wanted.get(around) ?? 0) + minor);
  }
  return most;
}

/**
 * What may be saved at most from here on. No coupon takes more later than it would now, since goods only
 * get fewer; coupons take together no more than what is left of their scopes; all things together no more
 * than what is left to pay.
 *
 * @param open is filled with what may still join
 */
function hopeOf(items: readonly Item[], from: number, state: State, caps: Caps, open: Open[]) {
  const scopes: Scope[] = [];
  let alone = 0;
  let flat = 0;
  let shipping = 0;
  for (let at = from; at < items.length; at += 1) {
    const item = items[at];
    if (!item || !mayJoin(item, state)) continue;
    const scope = scopeNow(scopes, item, state.left);
    const mostMinor = scope ? Math.min(item.mostMinor, scope.leftMinor) : item.mostMinor;
    if (mostMinor === 0) continue;
    open.push({ item, mostMinor });
    if (item.about === "SHIPPING") shipping += mostMinor;
    else if (item.isAlone) alone = Math.max(alone, mostMinor);
    else if (scope) scope.wantedMinor += mostMinor;
    else flat += mostMinor;
  }
  const most = Math.max(alone, mostOf(scopes)) + flat;
  const goods = Math.min(caps.goodsMinor, state.goodsMinor + most);
  return goods + Math.min(caps.shippingMinor, state.shippingMinor + shipping);
}

/** Null of what takes of no scope. */
function scopeNow(known: Scope[], { scope, scopeKey, wider }: Item, left: Left): Scope | null {
  if (scope.length === 0) return null;
  // Those of one scope mostly stand together.
  const last = known.at(-1);
  if (last?.key === scopeKey) return last;
  const seen = known.find(({ key }) => key === scopeKey);
  if (seen) return seen;
  let leftMinor = 0;
  for (const at of scope) leftMinor += left[at] ?? 0;
  const made = { key: scopeKey, lines: scope.length, wider, leftMinor, wantedMinor: 0 };
  known.push(made);
  return made;
}
