/** The question the shelf asks, the same on the server and in the browser. */
export const rewardsInput = { limit: 20 };
