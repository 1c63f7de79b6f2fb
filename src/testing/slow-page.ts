/** A page of the stub that takes a second. */
export const SLOW_PAGE = "/slow";
