/** Calls that one request to the tRPC door may carry; a page asks for far fewer at once. */
export const BATCH_SIZE_MAX = 20;
