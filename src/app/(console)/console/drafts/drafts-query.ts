/** The questions of the lists, the same on the server and in the browser. */
export const livingDrafts = { limit: 20, isEnded: false };
export const endedDrafts = { limit: 20, isEnded: true };
/** No more live at once. */
export const allLiving = { limit: 50, isEnded: false };
