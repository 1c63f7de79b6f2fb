/** The question the history asks, the same on the server and in the browser. */
export const versionsInput = { limit: 20 };
