/**
 * What order events write into the book: by purchases alone, under the member's lock. What it says to
 * everybody else is in standing.
 */

export { countOrders, moveOrders } from "../store/merge";
export {
  completeKnown,
  insertOrLockOrder,
  lockOrder,
  lockOrdersInReturn,
  type NewOrder,
  type OrderRow,
  saveCancelled,
  saveEarned,
  saveRefunded,
} from "../store/orders";
export {
  countParked,
  insertRefund,
  parkedRefunds,
  type RefundRow,
  refundByReference,
  settleParked,
} from "../store/refunds";
export {
  freezesOf,
  insertFreezes,
  insertReturn,
  type ReturnRow,
  type ReturnStatus,
  returnByReference,
  returnsOf,
  saveFreezes,
  saveReturn,
} from "../store/returns";
