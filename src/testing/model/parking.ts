import type { Moved } from "./order-book";
import { applyRefund, fitsAsReturn, freeze, record, roomed } from "./returning";
import type { Order, Refund, Return, World } from "./state";
import { mark } from "./state";
import { closeReturn, returnsOf } from "./undoing";

/** What came before its order, applied by event time now that the order is there. */
export function applyParked(world: World, order: Order, now: number, moved: Moved): void {
  const returns = returnsOf(world, order).map((asked) => ({
    at: asked.requestedAt,
    apply: () => openParked(world, asked, moved),
  }));
  const refunds = [...world.refunds.values()]
    .filter((refund) => refund.order === order)
    .map((refund) => ({
      at: refund.refundedAt,
      apply: () => applyParkedRefund(world, refund, now, moved),
    }));
  for (const { apply } of [...returns, ...refunds].sort((a, b) => a.at - b.at)) apply();
}

function applyParkedRefund(world: World, refund: Refund, now: number, moved: Moved): void {
  const { order } = refund;
  roomed(world, refund);
  if (refund.leftOver === refund.amount) {
    refund.status = "REFUSED";
    moved.refused += 1;
    mark(world, "parked refund refused");
  } else if (order.isCancelled) record(world, refund);
  else {
    applyRefund(world, refund, now, moved);
    mark(world, "parked refund applied");
  }
}

function openParked(world: World, asked: Return, moved: Moved): void {
  const { order } = asked;
  if (asked.status !== "PARKED") return;
  if (order.isCancelled || !fitsAsReturn(world, order, asked)) {
    closeReturn(world, asked, "the end of a return");
    moved.refused += 1;
    mark(world, "parked return refused");
    return;
  }
  moved.frozen += freeze(world, asked);
  mark(world, "parked return opened");
}
