import { letGo, setAside, settle } from "./lots";
import type { Order, Part, Return, World } from "./state";
import { mark, sum } from "./state";
import { keptOf } from "./sums";
import { openReturns, takeBack } from "./undoing";

const pointsIn = (parts: Part[]) => sum(parts.map(({ points }) => points));

/** Parts of one lot as one. */
function merged(parts: Part[]): Part[] {
  const byLot = new Map(parts.map(({ lot }) => [lot, 0]));
  for (const { lot, points } of parts) byLot.set(lot, (byLot.get(lot) ?? 0) + points);
  return [...byLot].map(([lot, points]) => ({ lot, points }));
}

/** What each open return would take after those before it. */
function wantedBy(order: Order, returns: Return[]): number[] {
  let open = 0;
  let before = 0;
  return returns.map((asked) => {
    open += asked.open;
    const gone = Math.min(order.refunded + open, order.paid ?? 0);
    const all = Math.max(before, order.earned - keptOf(order.earned, order, gone) - order.clawed);
    const points = all - before;
    before = all;
    return points;
  });
}

function cut(parts: Part[], points: number): Part[] {
  const gone: Part[] = [];
  let left = points;
  for (const part of parts) {
    const share = Math.min(part.points, left);
    part.points -= share;
    left -= share;
    if (share > 0) gone.push({ lot: part.lot, points: share });
  }
  return gone;
}

/** After an edit: returns hold what refunding them would take, as far as there are points. */
export function balance(world: World, order: Order, now: number): void {
  const returns = openReturns(world, order);
  const wanted = wantedBy(order, returns);
  const freed = returns.flatMap((asked, n) =>
    cut(asked.parts, Math.max(0, pointsIn(asked.parts) - (wanted[n] ?? 0))),
  );
  if (freed.length > 0) mark(world, "returns hold less after an edit");
  const short = () =>
    returns.map((asked, n) => Math.max(0, (wanted[n] ?? 0) - pointsIn(asked.parts)));
  const spread = (parts: Part[]) => {
    for (const [n, points] of short().entries()) give(returns[n], cut(parts, points));
  };
  const loose = merged(freed);
  spread(loose);
  letGo(
    world,
    order.owner,
    loose.filter(({ points }) => points > 0),
    "the end of a return",
  );
  settle(world, order.owner, now);
  if (sum(short()) === 0) return;
  const more = setAside(takeBack(order, sum(short())));
  if (more.length > 0) mark(world, "returns hold more after an edit");
  spread(more);
}

function give(asked: Return | undefined, parts: Part[]): void {
  if (!asked || parts.length === 0) return;
  const own = asked.parts.filter(({ points }) => points > 0);
  asked.parts = merged([...own, ...parts]);
}
