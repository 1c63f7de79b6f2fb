/** Of what gives coupons it is told how many of so many last ones are used. */
export const USED_OF_LAST = 10_000;
