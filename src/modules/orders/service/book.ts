/**
 * What order events write into the book: by purchases alone, under the member's lock. What it says to
 * everybody else is in standing.
 */

export {
  type ChangeRow,
  changeOf,
  insertChange,
  saveVersion,
  settleChange,
} from "../store/changes";
export {
  deleteLines,
  eraseAttributes,
  insertLines,
  insertParts,
  linesNamed,
  linesOf,
  type PartKind,
  type PartRow,
  partsOf,
  partsOfOrder,
  saveCounted,
  saveProgress,
} from "../store/lines";
export { countOrders, moveOrders } from "../store/merge";
export {
  completeKnown,
  insertOrLockOrder,
  lockOrder,
  lockOrdersInReturn,
  type NewOrder,
  type OrderRow,
  saveCancelled,
  saveChanged,
  saveEarned,
  saveRefunded,
  saveWeight,
} from "../store/orders";
export {
  countParked,
  insertRefund,
  type NewRefund,
  parkedRefunds,
  type RefundRow,
  refundByReference,
  settledRefunds,
  settleParked,
} from "../store/refunds";
export {
  freezesOf,
  insertFreezes,
  insertReturn,
  openReturn,
  type ReturnRow,
  type ReturnStatus,
  replaceFreezes,
  returnByReference,
  returnsOf,
  saveFreezes,
  saveReturn,
  saveReturnFigures,
} from "../store/returns";
