/** What became of coupons that rules gave. */

export { countUsed } from "../store/given";
