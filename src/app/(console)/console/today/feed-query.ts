/** The question to the log, the same on the server and in the browser. */
export const latelyInput = { limit: 40 };
