/**
 * What order events write into the book: by purchases alone, under the member's lock. What it says to
 * everybody else is in standing.
 */

export {
  type Beside,
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
  insertRefund,
  type NewRefund,
  parkedRefunds,
  type RefundRow,
  refundByReference,
  settleParked,
} from "../store/refunds";
export {
  type FreezeRow,
  freezesOf,
  insertFreezes,
  insertReturn,
  type ReturnRow,
  type ReturnStatus,
  returnByReference,
  returnsOf,
  saveFreeze,
  saveReturn,
} from "../store/returns";
