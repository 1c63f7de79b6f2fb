/** Calls that one request to the tRPC door may carry; a page asks for far fewer at once. */
export const BATCH_SIZE_MAX = 20;

/** Under the same key a mutation is carried out once; it goes alone, not with others. */
export const IDEMPOTENCY_HEADER = "idempotency-key";
