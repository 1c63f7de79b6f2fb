import type { Moved } from "./order-book";
import { applyRefund, freeze, record } from "./returning";
import type { Order, World } from "./state";
import { mark } from "./state";
import { returnsOf } from "./undoing";

/** What came before its order, applied by event time now that the order is there. */
export function applyParked(world: World, order: Order, now: number, moved: Moved): void {
  const refunds = [...world.refunds.values()]
    .filter((refund) => refund.order === order && refund.status === "PARKED")
    .map((refund) => ({
      at: refund.refundedAt,
      apply: () => {
        if (order.refunded + refund.amount > (order.paid ?? 0)) {
          refund.status = "REFUSED";
          mark(world, "parked refund refused");
        } else if (order.isCancelled) record(world, refund, moved);
        else {
          applyRefund(world, refund, now, moved);
          mark(world, "parked refund applied");
        }
      },
    }));
  const returns = returnsOf(world, order)
    .filter(({ status }) => status === "PARKED")
    .map((asked) => ({
      at: asked.requestedAt,
      apply: () => {
        if (asked.status !== "PARKED") return;
        moved.frozen += freeze(world, asked);
        mark(world, "parked return opened");
      },
    }));
  for (const { apply } of [...refunds, ...returns].sort((a, b) => a.at - b.at)) apply();
}
