/** The question of this page, the same on the server and in the browser. */
export const keysInput = { limit: 50 };
